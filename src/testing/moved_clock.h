#pragma once

#include "system/clock.h"

#pragma once

#include "service/school.h"
#include "system/mail.h"

namespace shouze {

/// What a serving school does by itself, to be called every half minute by one thread: reads what
/// other processes have written, tells of deadlines, queues the day's digest, sends mail (`mailer`
/// not null), and cleans up: hourly what has run out, daily files that nobody uses. A part that
/// fails is logged and does not keep the others back. Returns how many parts failed.
int Tick(School& school, Mailer* mailer);

}  // namespace shouze

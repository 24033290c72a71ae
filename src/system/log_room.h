#pragma once

namespace shouze {

/// Whether whoever reads the log keeps up: false where much of it waits in a pipe or a socket that
/// nobody empties. What can be left out is then left out, so that there is room for what cannot:
/// a log that is full stops everybody who writes to it.
bool LogHasRoom();

}  // namespace shouze

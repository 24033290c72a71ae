# Sourced by every script: goes to the checkout's root, answers --help, says things, builds.

SCRIPT=$(realpath "$0")
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"
export PYTHONDONTWRITEBYTECODE=1
# Debian's own Python, which has the packages of scripts/packages/; the one on PATH may be another.
PYTHON=/usr/bin/python3

say() { if [[ -t 1 ]]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }
die() { printf '%s\n' "$@" >&2; exit 1; }

# With --help, prints the script's opening comment.
help_if_asked() {
  local word
  for word in "$@"; do
    if [[ $word == --help || $word == -h ]]; then
      awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$SCRIPT"
      exit 0
    fi
  done
}

build_folder() { if [[ $1 == default ]]; then echo build; else echo "build/$1"; fi; }

# configure PRESET: looks for libraries anew.
configure() {
  local folder home fresh=()
  folder=$(build_folder "$1")
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt" 2>/dev/null || true)
  if [[ -n $home && $home != "$ROOT" ]]; then fresh=(--fresh); fi  # the folder was copied or moved
  mkdir -p "$folder"
  if ! cmake --preset "$1" "${fresh[@]}" >"$folder/configure.log" 2>&1; then
    cat "$folder/configure.log" >&2
    die "配置失败，见上。 / Configuring failed, see above."
  fi
}

# build_preset PRESET [TARGETS...]: configures where needed, then builds what changed.
build_preset() {
  local preset=$1 folder
  shift
  folder=$(build_folder "$preset")
  if [[ ! -f $folder/build.ninja || CMakePresets.json -nt $folder/build.ninja ]] ||
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$ROOT" "$folder/CMakeCache.txt"; then
    configure "$preset"
  fi
  ninja -C "$folder" "$@"
}

# All C++ files of ours.
cxx_files() { find src tests \( -name '*.cc' -o -name '*.h' \) -print0 | LC_ALL=C sort -z; }

# need LIST...: makes sure that the Debian packages of scripts/packages/LIST.txt are installed.
# One look at dpkg's own records where nothing is missing; otherwise apt, as root or through sudo.

need() {
  local list name lists=() wanted=() missing=() sudo=() log
  for list in "$@"; do lists+=("scripts/packages/$list.txt"); done
  mapfile -t wanted < <(cat "${lists[@]}")
  local -A installed=()
  if command -v dpkg-query >/dev/null; then
    while read -r name; do installed[$name]=1; done < <(
      dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/^installed //p')
  fi
  for name in "${wanted[@]}"; do
    [[ -n ${installed[$name]:-} ]] || missing+=("$name")
  done
  if ((${#missing[@]} == 0)); then return 0; fi

  if ! command -v apt-get >/dev/null; then
    die "本项目在 Debian 12 上构建；此系统没有 apt-get。需要：${missing[*]}" \
      "This project is built on Debian 12; there is no apt-get here. Needed: ${missing[*]}"
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      die "缺少软件包，且当前用户既不是 root，也没有 sudo。请管理员执行：" \
        "Packages are missing, and you are neither root nor have sudo. Ask an administrator to run:" \
        "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    fi
    sudo=(sudo)
  fi
  say "安装软件包 / Installing packages: ${missing[*]}"
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get -o DPkg::Lock::Timeout=300 -q update &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
      -o Dpkg::Use-Pty=0 -q -y install --no-install-recommends "${missing[@]}"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    die "软件包没有装上，原因见上。需要 Debian 12（bookworm）及可用的软件源；可手工执行：" \
      "The packages could not be installed, see above. Debian 12 (bookworm) with working sources is needed; by hand:" \
      "  ${sudo[*]:+sudo }apt-get update && ${sudo[*]:+sudo }apt-get install --no-install-recommends ${missing[*]}"
  fi
  rm -f "$log"
}

source scripts/lib/node.sh

# need_to_build LIST...: what building takes, and the lists beside.
need_to_build() {
  need build "$@"
  need_node web
}

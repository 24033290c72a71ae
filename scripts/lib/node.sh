# need_node FOLDER...: Node.js, and the packages that FOLDER/package-lock.json names exactly.

NODE_MIN=18.18

node_is_there() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const [least, least_minor] = process.argv[1].split(".").map(Number);
    process.exit(major > least || (major === least && minor >= least_minor) ? 0 : 1);
  ' "$NODE_MIN" 2>/dev/null
}

need_node() {
  local folder log
  node_is_there || need node
  for folder in "$@"; do
    # npm writes this file last.
    if [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then continue; fi
    say "安装 npm 软件包 / Installing npm packages: $folder"
    log=$(mktemp)
    if ! (cd "$folder" && npm ci --no-progress --loglevel=error) </dev/null >"$log" 2>&1; then
      head -n 30 "$log" >&2
      rm -f "$log"
      die "npm 软件包没有装上，原因见上。需要能访问 npm 软件源。" \
        "The npm packages could not be installed, see above: an npm registry has to be reachable."
    fi
    rm -f "$log"
    touch "$folder/node_modules/.package-lock.json"
  done
}

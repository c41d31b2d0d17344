#!/usr/bin/env bash
# Runs the steps of deploy/Dockerfile without Docker, in a clean folder on what git knows of this working copy, and tries the
# result: every service of the image must load and tell what it lacks, and no development package may be in it.
# The base image's Node isn't there: the steps run with the Node on the PATH.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/selvbetjent-image-XXXXXX")
trap 'rm -rf "$work"' EXIT
context=$work/context
mkdir "$context"
(cd "$root" && git ls-files -z --cached --others --exclude-standard --deduplicate | tar --null --files-from=- --ignore-failed-read -cf - 2>/dev/null) | tar -xf - -C "$context"

fail() {
  echo "deploy/check-image-steps.sh: $*" >&2
  exit 1
}

# Each stage is a folder that stands for its image's root.
stages=0
stage=
folder=
copy() {
  local from=$context
  if [[ $1 == --from=* ]]; then
    from=$work/${1#--from=}
    [ -d "$from" ] || fail "no stage ${1#--from=}"
    shift
  fi
  local target=$folder/${*: -1}
  local source
  for source in "${@:1:$#-1}"; do
    [ -e "$from/$source" ] || fail "COPY $source: not in the context"
    # As Docker does: a folder's content goes to the target, a file into it.
    [ -d "$from/$source" ] && source=$source/. || [[ $target == */ ]] || fail "COPY $source: end the target in a slash"
    mkdir -p "$target"
    cp -a "$from/$source" "$target"
  done
}

while read -r instruction arguments; do
  case $instruction in
    '' | '#'*) continue ;;
  esac
  [[ $arguments != *\\ ]] || fail "$instruction goes over several lines; keep it on one"
  case $instruction in
    FROM)
      stages=$((stages + 1))
      stage=$stages
      [[ $arguments == *' AS '* ]] && stage=${arguments##* AS }
      environment=()
      ;;
    WORKDIR)
      folder=$work/$stage$arguments
      mkdir -p "$folder"
      ;;
    ENV) environment+=("$arguments") ;;
    COPY)
      # shellcheck disable=SC2086 # words, as Docker splits them
      copy $arguments
      ;;
    RUN)
      echo "$SECONDS s [$stage] $arguments"
      # npm asks the registry only for what its cache lacks.
      (cd "$folder" && env ${environment[@]+"${environment[@]}"} CI=true npm_config_prefer_offline=true sh -c "$arguments") >"$work/output" 2>&1 ||
        { cat "$work/output" >&2; fail "RUN $arguments"; }
      ;;
    USER) user=$arguments ;;
    ENTRYPOINT | CMD) ;;
    *) fail "does not know $instruction" ;;
  esac
done <"$root/deploy/Dockerfile"
[ "${user:-root}" != root ] || fail 'the image would run as root'

cd "$folder"
node -e '
  const { packages } = require(`${process.argv[1]}/package-lock.json`);
  const left = Object.keys(packages).filter((path) => packages[path].dev && require("node:fs").existsSync(path));
  if (left.length > 0) throw new Error(`development packages in the image: ${left.join(", ")}`);
' "$root" || fail 'not a production image'
[ -f services/portal/web/dist/index.html ] || fail 'the web app is missing'

for main in dist/services/*/src/main.js; do
  # Without any configuration a service has loaded all its code when it says what is missing.
  said=$(env -i PATH="$PATH" NODE_ENV=production timeout 30 node --enable-source-maps "$main" 2>&1) && fail "$main ran without configuration"
  [[ $said == *'The configuration has '*'DATABASE_URL is not set, but required'* ]] || fail "$main: $said"
  echo "loads: $main"
done
for service in access stations dropoffs tonnage portal; do
  [ -f "dist/services/$service/src/main.js" ] || fail "$service is missing"
done
echo "$SECONDS s: the image's steps work: $(du -sm node_modules | cut -f1) MB of packages, $(du -sm dist | cut -f1) MB of our own"

#!/usr/bin/env bash
# Prints what a change of a configuration means, as Markdown. Exits with 0 (nothing), 2 (changes), 3 (restart) or 1 (error).
set -uo pipefail

if [ $# -ne 2 ]; then
    echo "usage: plan-comment.sh BASE HEAD" >&2
    exit 1
fi
jar=${GATEWAY_JAR:-"$(dirname "${BASH_SOURCE[0]}")/../gateway/target/gateway.jar"}
most=60000 # a comment on GitHub has 65536 characters at most

output=$(java -jar "$jar" plan "$1" "$2" 2>&1)
code=$?
case $code in
    0) title="Nothing to do" ;;
    2) title="Applied without a restart" ;;
    3) title="**Needs a restart**" ;;
    *) title="**Not valid**" code=1 ;;
esac
if [ ${#output} -gt $most ]; then
    output="${output:0:$most}"$'\n'"… and more: run the command line to see all of it"
fi
# A prompt in the configuration may have fences of its own.
fence='```'
while [[ $output == *"$fence"* ]]; do
    fence+='`'
done
printf '### Configuration: %s\n\n%s\n%s\n%s\n' "$title" "$fence" "$output" "$fence"
exit $code

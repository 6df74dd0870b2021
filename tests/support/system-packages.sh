#!/usr/bin/env bash
# Install, on Debian, the programs that the tests start themselves: missing ones only. No service is started, configured or
# restarted, neither ours nor one that is already there; the tests run their own instances in folders of their own.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

declare -A needs=(
  [dovecot-imapd]=/usr/lib/dovecot/imap
  [dovecot-lmtpd]=/usr/lib/dovecot/lmtp
  [postfix]=/usr/sbin/smtp-sink
  [postgresql]="/usr/lib/postgresql/*/bin/initdb"
  [neomutt]=/usr/bin/neomutt
  [s-nail]=/usr/bin/s-nail
  [strace]=/usr/bin/strace
  [gpg]=/usr/bin/gpg
  [gpg-agent]=/usr/bin/gpg-agent
  [libpangoft2-1.0-0]="/usr/lib/*/libpangoft2-1.0.so.0"
  [libharfbuzz-subset0]="/usr/lib/*/libharfbuzz-subset.so.0"
  [fonts-dejavu-core]=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
  [chromium]=/usr/bin/chromium
  [libatomic1]="/usr/lib/*/libatomic.so.1"
)
missing=()
for package in "${!needs[@]}"; do
  compgen -G "${needs[$package]}" >/dev/null || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=(sudo -n)
  else echo "The tests need these Debian packages, and this user may not install them: ${missing[*]}" >&2
       echo "As root: apt-get install --no-install-recommends ${missing[*]}" >&2; exit 1; fi
fi
if ! command -v apt-get >/dev/null; then
  echo "The tests need these programs (by their Debian package names), and there is no apt-get here: ${missing[*]}" >&2; exit 1
fi

# invoke-rc.d asks this file before it starts anything; 101 is "forbidden". One that is already there is left alone.
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
  trap '"${as_root[@]}" rm -f "$guard"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null
  "${as_root[@]}" chmod 755 "$guard"
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }
log=$(mktemp)
echo "Installing ${missing[*]} (not started, not configured) …"
{
  apt update
  if [[ " ${missing[*]} " == *" postfix "* ]]; then
    echo "postfix postfix/main_mailer_type select No configuration" | "${as_root[@]}" debconf-set-selections
  fi
  apt install -y --no-install-recommends "${missing[@]}"
} >"$log" 2>&1 || { tail -n 20 "$log" >&2; echo "apt-get could not install: ${missing[*]}. The whole log: $log" >&2; exit 1; }
rm -f "$log"

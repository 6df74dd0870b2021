"""The configuration of a Dovecot for tests, in the language of 2.3 or of 2.4, which have little in common."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

_COMMON = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
default_login_user = {login_user}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_process_limit = {processes}
default_client_limit = 2000
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_uid = {uid}
mail_gid = {gid}
mail_fsync = never
mail_max_userip_connections = 100
ssl = yes
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
namespace inbox {{
  inbox = yes
  separator = /
  mailbox {sent} {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
}}
{capability}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  {for_many}
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service imap {{
  {for_one}
  process_limit = {processes}
}}
service lmtp {{
  inet_listener lmtp {{
    {listen} = 127.0.0.1
    port = {lmtp_port}
  }}
  unix_listener lmtp {{
    mode = 0600
  }}
}}
"""

_OF_2_3 = """
mail_location = maildir:{home}/mail/%u
ssl_cert = <{chain}
ssl_key = <{key}
disable_plaintext_auth = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users/%u
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u allow_all_users=yes
}}
"""
_TOKENS_OF_2_3 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
username_attribute = sub
issuers = https://idp.test/
"""
_NAMES_OF_2_3 = {"for_many": "service_count = 0", "for_one": "service_count = 1", "listen": "address"}

_OF_2_4 = """
mail_driver = maildir
mail_path = {home}/mail/%{{user}}
ssl_server_cert_file = {chain}
ssl_server_key_file = {key}
auth_allow_cleartext = yes
passdb passwd-file {{
  default_password_scheme = PLAIN
  passwd_file_path = {home}/users/%{{user}}
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
oauth2 {{
  introspection_mode = local
  username_attribute = sub
  issuers = https://idp.test/
  oauth2_local_validation {{
    dict fs {{
      fs posix {{
        prefix = {home}/keys/
      }}
    }}
  }}
}}
userdb static {{
  static_allow_all_users = yes
  fields {{
    uid = {uid}
    gid = {gid}
    home = {home}/mail/%{{user}}
  }}
}}
"""
_NAMES_OF_2_4 = {
    "for_many": "restart_request_count = unlimited",
    "for_one": "restart_request_count = 1",
    "listen": "listen",
}


def version_of(program: str) -> tuple[int, int]:
    """Return which Dovecot it is, as in (2, 4)."""
    said = subprocess.check_output([program, "--version"], text=True)
    found = re.match(r"(\d+)\.(\d+)", said)
    assert found is not None, said
    return int(found[1]), int(found[2])


def write(home: Path, version: tuple[int, int], **values: object) -> Path:
    """Write the configuration into a server's folder, and return its file."""
    values |= {"home": home}
    path = home / "dovecot.conf"
    if version < (2, 4):
        path.write_text(_COMMON.format(**values, **_NAMES_OF_2_3) + _OF_2_3.format(**values))
        (home / "oauth2.conf.ext").write_text(_TOKENS_OF_2_3.format(home=home))
    else:
        head = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
        path.write_text(head + _COMMON.format(**values, **_NAMES_OF_2_4) + _OF_2_4.format(**values))
    return path

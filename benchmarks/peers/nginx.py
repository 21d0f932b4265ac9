"""nginx, one worker: WebDAV PUT, static files, lists of folders. No digest, nothing forced to the disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from benchmarks.process import Process, free_port

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  default_type application/octet-stream;
  client_max_body_size 0;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {served};
    location / {{ dav_methods PUT; create_full_put_path on; autoindex on; }}
  }}
}}
"""


def serve(folder: Path, served: Path) -> Process | None:
    """Serve and take files in `served`; None where nginx is not on the PATH."""
    command = shutil.which("nginx")
    if command is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    served.mkdir(parents=True, exist_ok=True)
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(user=user, folder=folder, port=port, served=served))
    return Process([command, "-p", str(folder), "-c", str(file)], port, folder / "output.log")

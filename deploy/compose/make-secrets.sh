#!/bin/sh
# Makes the secrets of compose.yaml once; those that are there stay. Back the folder up: without auth-secret and hub-key what is sealed
# in the database is lost (docs/guide/keys.md).
set -eu
FOLDER="$(dirname "$(readlink -f "$0")")/secrets"
mkdir -p "$FOLDER"
# The folder keeps others out. Compose shows a file to its container with the rights it has here, and the accounts in there are others.
chmod 0700 "$FOLDER"
make() {
  [ -e "$FOLDER/$1" ] && return 0
  printf '%s\n' "$2" > "$FOLDER/$1.new"
  chmod 0444 "$FOLDER/$1.new"
  mv "$FOLDER/$1.new" "$FOLDER/$1"
}
word() { head -c 32 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_'; }
make postgres-password "$(word)"
make database-password "$(word)"
PASSWORD=$(cat "$FOLDER/database-password")
make database-url "postgresql://counterfoil:$PASSWORD@postgres:5432/counterfoil"
make database-replica-url "postgresql://counterfoil:$PASSWORD@replica:5432/counterfoil"
make auth-secret "$(word)"
make hub-key "$(word)"
make metrics-token "$(word)"
# Who is told of alerts: empty until somebody writes into them.
make alert-webhook-secret ""
make alert-smtp-url ""
make alert-chats ""
echo "The secrets are in $FOLDER."

#!/bin/sh
# First set-up of a Center. After a failure, run it again: completed steps are skipped.
# first-setup.sh <address> <file with the password of secadmin> <licence file> <file with three passcodes>
set -eu
umask 077
address=$1 password=$2 licence=$3 passcodes=$4

# secadmin creates a client user for programs. That user does the rest.
if ! [ -s automation.secret ]; then
  cloudlink login --profile secadmin --address "$address" --client-id secadmin --secret-file "$password"
  openssl rand -base64 24 > automation.secret
  cloudlink users create --name clc-automation --user-type client --roles SecAdmin \
    --first-login-change false --password @automation.secret
  cloudlink logout
fi
cloudlink login --profile clc --address "$address" --client-id clc-automation --secret-file automation.secret
cloudlink setup --accept-eula --license "$licence" --backup-key backup-key.pem --passcodes "@$passcodes"

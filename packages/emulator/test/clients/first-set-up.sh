#!/bin/sh
# The first set-up of an appliance with curl alone, as scripts of 2016 to 2019 did it: secrets in URLs, -k, a form field product, text after the JSON.
# Usage: first-set-up.sh <origin>
set -e
BASE="$1"
REST="$BASE/cloudlink/rest"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo 'made up' > "$folder/licence.lic"

token() {
  curl -sk -f -X POST "$BASE/cloudlink/oauth/token?grant_type=client_credentials&client_id=$1&client_secret=$2&scope=$3" |
    sed -e 's/.*"access_token":"\([^"]*\)".*/\1/'
}
call() {
  method="$1"; path="$2"; shift 2
  curl -sk -f -X "$method" "$REST/$path" -H "Authorization: Bearer $TOKEN" "$@"
}
JSON='Content-Type: application/json'

TOKEN=$(token secadmin emulated-password built_in_client)
call POST users -H "$JSON" -d '{"name":"api","password":"made-up","user_type":"client","roles":["SecAdmin"],"first_login_change":"false"}' > /dev/null
call DELETE auth
TOKEN=$(token api made-up all)
call PUT cluster/server_name -H "$JSON" -d '{"address":"clc1.example.com"}'
call POST license -F product=vm -F "file=@$folder/licence.lic"
ID=$(call GET license | sed -e 's/.*"id":"\([0-9a-f]*\)".*/\1/')
call PUT "license/$ID/assign?product=vm" -H "$JSON" -d '{"start_date":"2016-03-01T00:00:00.000Z"}'
LINK=$(call GET auth/backup/key | sed -e 's/.*"link":"\([^"]*\)".*/\1/')
call GET "$LINK" -o "$folder/key.pem"
grep -q 'BEGIN PRIVATE KEY' "$folder/key.pem"
call PUT lockbox/codes -H "$JSON" -d '{"codes":["made-up passcode"]},
}'
call PUT lockbox/mode -H "$JSON" -d '{"auto":"true"}'
call PUT users/secadmin/password -H "$JSON" -d '{"new_password":"another","first_login_change":"false"}'
call POST securevm/network -H "$JSON" -d '{"name":"Lab","description":"Test lab"}'
call POST securevm/network/Lab/ip -H "$JSON" -d '{"name":"Lab","ip":"192.0.2.0/24"}'
call PUT securevm/groups/Default -H "$JSON" -d '{"networks":["Lab"]}'
call GET "license/$ID"

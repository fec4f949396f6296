#!/bin/sh
# Encrypts the unencrypted data disks of all connected machines of a group, one after the other, with progress.
# encrypt-group.sh <group>
set -eu
group=$1

cloudlink machines list -o name --query "[?group=='$group' && status=='connected']" |
  while read -r machine; do
    cloudlink disk list "$machine" --query "[?state=='unencrypted' && type!='boot'].mpoint" |
      while read -r disk; do
        label=$(cloudlink disk encrypt "$machine" "$disk" --wait --query label)
        echo "$machine: $disk is now $label"
      done
  done

"""Encrypts a disk with Python's requests, as scripts of PowerFlex operators did it, and waits until it is done.

Usage: encrypt.py <origin> <CA file>
"""
import sys
import time

import requests

base, ca = sys.argv[1:3]
query = {
    'grant_type': 'client_credentials',
    'client_id': 'automation',
    'client_secret': 'emulated-secret',
    'scope': 'all',
}
session = requests.Session()
session.verify = ca
answer = session.post(base + '/cloudlink/oauth/token', params=query)
answer.raise_for_status()
session.headers['Authorization'] = 'Bearer ' + answer.json()['access_token']
rest = base + '/cloudlink/rest'


def disks(name):
    machines = session.get(rest + '/securevm').json()
    return next((machine['uuid'], machine['resources']) for machine in machines if machine['name'] == name)


uuid, resources = disks('app02')
disk = next(one for one in resources if one['type'] == 'data_sds' and one['state'] == 'unencrypted')
path = '%s/securevm/%s/encryption/%s' % (rest, uuid, disk['id'])
session.put(path, json={'block': False, 'encrypt': 'encrypt'}).raise_for_status()
for _ in range(600):
    disk = next(one for one in disks('app02')[1] if one['id'] == disk['id'])
    if disk['state'] == 'encrypted':
        break
    time.sleep(0.05)
print(disk['state'], disk['label'])
with open(__file__, 'rb') as file:
    session.post(rest + '/license', files={'file': file}, data={'product': 'vm'}).raise_for_status()
session.delete(rest + '/securevm/' + uuid, json={'uuid': uuid}).raise_for_status()
print(session.delete(rest + '/auth').status_code, session.get(rest + '/auth').status_code)

#!/bin/sh
# Writes the services' log-ins and runs the broker. Devices' log-ins stay in the file: deploy/README.md says how to add one.
set -eu
passwords=/mosquitto/data/passwords
umask 077
touch "$passwords"
mosquitto_passwd -b "$passwords" access "$ACCESS_PASSWORD"
mosquitto_passwd -b "$passwords" dropoffs "$DROPOFFS_PASSWORD"
exec mosquitto -c /mosquitto/config/mosquitto.conf

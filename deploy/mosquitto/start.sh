#!/bin/sh
# Writes the services' log-ins and runs the broker. Devices' log-ins stay in the file; a new one is added with
#   docker compose exec mosquitto mosquitto_passwd /mosquitto/data/passwords <device id>
#   docker compose kill -s HUP mosquitto
set -eu
passwords=/mosquitto/data/passwords
umask 077
touch "$passwords"
mosquitto_passwd -b "$passwords" access "$ACCESS_PASSWORD"
mosquitto_passwd -b "$passwords" dropoffs "$DROPOFFS_PASSWORD"
chown -R mosquitto:mosquitto /mosquitto/data
exec mosquitto -c /mosquitto/config/mosquitto.conf

"""Settings, errors and time: what every other package may lean on."""

"""What people allow brands to do: by brand and channel, with the history of every change."""

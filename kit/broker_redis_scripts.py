"""What the broker runs inside Redis. All keys of a script share a hash tag, so that they are on one server of a cluster.

A room has a hash with its epoch and last sequence number, and a stream of its newest entries. Each entry also has a mark,
a random word of its own, by which a process recognises the entry that it read last: after a failover that lost the newest
entries, others can stand at the same sequence numbers.
"""

from kit.redis_servers import Script

# Keys: meta, stream. Arguments: a new word, for whom, payload, entries to keep, seconds to keep them, channel. The channel
# is no key: while a slot moves, a cluster refuses what names a key that is not there.
_PUBLISH = """
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], seq .. '-0', 'for', ARGV[2], 'mark', ARGV[1], 'payload', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('%s', ARGV[6], epoch .. ' ' .. seq .. ' ' .. ARGV[2] .. ' ' .. ARGV[1] .. ' ' .. ARGV[3])
return {epoch, seq}
"""

# Keys: channel. Arguments: payload.
_TELL = "return redis.call('%s', KEYS[1], ARGV[1])"

# Keys: one of the channels, which says the server. Arguments: channels. Gives each with how many listen to it there.
_COUNT = "return redis.call('PUBSUB', '%s', unpack(ARGV))"

# A cluster's servers tell each other everything that is published, but for shard channels.
PUBLISH = Script(_PUBLISH % "PUBLISH")
PUBLISH_IN_CLUSTER = Script(_PUBLISH % "SPUBLISH")
TELL = Script(_TELL % "PUBLISH")
TELL_IN_CLUSTER = Script(_TELL % "SPUBLISH")
COUNT = Script(_COUNT % "NUMSUB")
COUNT_IN_CLUSTER = Script(_COUNT % "SHARDNUMSUB")

READ = Script("""
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq') or '0')
if ARGV[2] == 'last' then
  return {epoch, seq, redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)}
end
return {epoch, seq, redis.call('XRANGE', KEYS[2], ARGV[2] .. '-0', '+')}
""")
"""Keys: meta, stream. Arguments: a new word, the first sequence number or `last`, seconds to keep."""

RENEW = Script("""
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'seq', 0)
  redis.call('DEL', KEYS[2])
end
return 1
""")
"""Keys: meta, stream. Arguments: the epoch to end, a new word."""

PROBE = Script("return redis.call('SET', KEYS[1], '1', 'PX', 1000)")
"""Keys: any. A server that is full, or a replica, refuses to write."""

AUDIENCE = Script("""
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. (ARGV[3] + ARGV[4]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local total = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local count, expires = string.match(fields[i + 1], '(%d+) (%d+)')
  if tonumber(expires) < tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], fields[i])
  else
    total = total + tonumber(count)
  end
end
return total
""")
"""Keys: counts. Arguments: process, its count, the time in ms, how long the count holds in ms."""

-- What wrk asks for: a link, by a browser that nobody has seen before.
-- Arguments: how many links there are, and "zipf" (few links get most visits) or "uniform".

local links, spread, seen, sums = 1, "uniform", 0, {}

function init(args)
  links, spread = tonumber(args[1]), args[2]
  math.randomseed(os.time())
  local total = 0
  for rank = 1, spread == "zipf" and links or 0 do
    total = total + 1 / rank
    sums[rank] = total
  end
end

local function chosen()
  if spread ~= "zipf" then return math.random(0, links - 1) end
  local wanted, low, high = math.random() * sums[links], 1, links
  while low < high do
    local middle = math.floor((low + high) / 2)
    if sums[middle] < wanted then low = middle + 1 else high = middle end
  end
  -- The links that are asked for most lie all over the table.
  return (low * 700001) % links
end

local browsers = {}
for number = 100, 149 do
  browsers[number - 99] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/" .. number .. ".0 Safari/537.36"
end

function request()
  seen = seen + 1
  wrk.headers["User-Agent"] = browsers[seen % #browsers + 1]
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(0, 255))
  return wrk.format("GET", string.format("/s/b%07d", chosen()))
end

function done(summary, latency)
  io.write(string.format(
    '{"requests": %d, "duration_us": %d, "p50_us": %d, "p99_us": %d, "errors": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status
      + summary.errors.timeout))
end

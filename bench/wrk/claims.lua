-- Claims that were made before: a file with a line for each, `key TAB body`. Each of wrk's threads takes its own share,
-- so that no two requests have the same key, the same customer or, where seats are to be free, the same seat.
-- wrk … -- FILE PATH THREADS

local all = {}
function setup(thread)
  thread:set('number', #all)
  all[#all + 1] = thread
end

local requests, sent = {}, 0
surplus = 0

function init(args)
  local file, path, threads = args[1], args[2], tonumber(args[3])
  local head = 'POST ' .. path .. ' HTTP/1.1\r\nHost: ' .. wrk.host .. ':' .. wrk.port ..
    '\r\nContent-Type: application/json\r\nIdempotency-Key: '
  local index = 0
  for line in io.lines(file) do
    if index % threads == number then
      local key, body = line:match('^([^\t]+)\t(.*)$')
      requests[#requests + 1] = head .. key .. '\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
    end
    index = index + 1
  end
  -- from here on nothing is made any more, so there is nothing to collect
  collectgarbage('collect')
  collectgarbage('stop')
end

function request()
  sent = sent + 1
  if requests[sent] then return requests[sent] end
  -- all are sent: the thread ends, and what is under way is not waited for
  surplus = surplus + 1
  wrk.thread:stop()
  return requests[#requests]
end

function done(summary, latency)
  local over = 0
  for _, thread in ipairs(all) do over = over + thread:get('surplus') end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"us":%d,"answers":%d,"bytes":%d,"notOk":%d,"broken":%d,"timeouts":%d,"surplus":%d,' ..
      '"p50Us":%d,"p90Us":%d,"p95Us":%d,"p99Us":%d,"maxUs":%d}\n',
    summary.duration, summary.requests, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write, errors.timeout, over,
    latency:percentile(50), latency:percentile(90), latency:percentile(95), latency:percentile(99), latency.max))
end

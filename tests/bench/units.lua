-- For wrk: asks for each of the paths after `--` in turn, the second thread half a round ahead.
local requests, at, threads = {}, 0, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  for i, path in ipairs(args) do
    requests[i] = wrk.format("GET", path)
  end
  at = math.floor(number * #requests / 2)
end

function request()
  at = at % #requests + 1
  return requests[at]
end

-- Postern: holds messages with a recipient whom the policy holds. The same for every policy.
-- Rspamd acts on messages: one held recipient holds the copies of all the others.
local lua_maps = require "lua_maps"
local logger = require "rspamd_logger"

local path = "/etc/rspamd/postern.cdb"
local map = lua_maps.map_add_from_ucl("cdb://" .. path, "cdb", "Postern policy")

local function ask(key)
  local found = map and map:get_key(key)
  return found and tostring(found) or nil
end

-- The address, the domain itself, what it lies under (the nearest first), everybody else.
local function class(address)
  local found = ask(address)
  local domain = address:match("@([^@]*)$") or ""
  found = found or ask("=" .. domain)
  local parent = domain:match("%.(.*)$")
  while not found and parent do
    found = ask("." .. parent)
    parent = parent:match("%.(.*)$")
  end
  return found or ask("*") or "unlisted"
end

local function judge(task)
  if not ask("postern") then
    error("there is no policy in " .. path)
  end
  local held
  for _, recipient in ipairs(task:get_recipients("smtp") or {}) do
    local address = recipient.addr:lower()
    local found = class(address)
    if found ~= "deliver" then
      task:insert_result("POSTERN", 1.0, found .. ":" .. address)
      held = true
    end
  end
  if held then
    -- Unknown, unless local.d/actions.conf names it.
    task:set_pre_result("quarantine", "held by policy " .. ask("postern"), "postern")
  end
end

rspamd_config:register_symbol({
  name = "POSTERN",
  type = "prefilter",
  priority = 10,
  score = 0.0,
  callback = function(task)
    local judged, why = pcall(judge, task)
    if not judged then
      logger.errx(task, "postern: mail is put off: %s", why)
      task:set_pre_result("soft reject", "try later: the policy cannot be asked", "postern")
    end
  end
})

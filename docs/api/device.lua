---@meta
-- Read-only facts of the device and the gateway. What the system does not tell is missing.

ba = ba or {}
---@class ba.device
ba.device = {}

---@class DeviceInfo
---@field host string host name
---@field model string what the board calls itself
---@field os string operating system and version
---@field arch string processor architecture
---@field java string version of the Java runtime
---@field processors integer

---@return DeviceInfo
function ba.device.info() end

---Processes ready to run, averaged.
---@return number|nil minute over 1 minute; nil, "notavailable" where the system does not tell
---@return number|string five over 5 minutes
---@return number fifteen over 15 minutes
function ba.device.load() end

---@class DeviceMemory
---@field total integer|nil bytes
---@field available integer|nil bytes
---@field process integer|nil bytes resident in this process
---@field heap integer bytes of Java heap in use
---@field heaplimit integer bytes the heap may have

---@return DeviceMemory
function ba.device.memory() end

---@return integer device seconds the device is up
---@return integer process seconds the gateway is up
function ba.device.uptime() end

---@return {sensor:string, celsius:number}[]
function ba.device.temperatures() end

---@return {name:string, up:boolean, loopback:boolean, addresses:string[], received:integer|nil, sent:integer|nil}[]
function ba.device.interfaces() end

---@return {name:string, strands:integer}[] vms running VMs and how many strands each has
function ba.device.vms() end

---@return {name:string, version:string, active:boolean}[]
function ba.device.bundles() end

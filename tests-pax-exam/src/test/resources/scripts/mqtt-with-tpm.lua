-- An MQTT client that proves itself to mosquitto with a key in the TPM, and a mosquitto that takes no other.
-- Arguments: an empty directory, a free port.
local dir, port = arg[1] .. "/", tonumber(arg[2])

local function write(name, text)
   local file = assert(io.open(dir .. name, "w"))
   file:write(text)
   file:close()
   return dir .. name
end

local from, to = {year = 2024, month = 1, day = 1}, {year = 2039, month = 1, day = 1}
local usages = {"DIGITAL_SIGNATURE", "KEY_CERT_SIGN"}

-- a fleet authority, the broker's certificate, and the device's for the key in its chip
local caKey = ba.create.key()
local ca = assert(ba.create.certificate(
   ba.create.csr(caKey, {commonname = "fleet"}, {"SSL_CA"}, usages), caKey, from, to, 1))
local brokerKey = ba.create.key()
local broker = assert(ba.create.certificate(
   ba.create.csr(brokerKey, {commonname = "localhost"}, {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"}), ca, caKey, from, to, 2))
assert(ba.tpm.createkey"mqtt")
local request = assert(ba.tpm.createcsr("mqtt", {commonname = "device-7"}, {"SSL_CLIENT"}, {"DIGITAL_SIGNATURE"}))
local device = assert(ba.create.certificate(request, ca, caKey, from, to, 3))

local conf = write("mosquitto.conf", table.concat({
   "listener " .. port .. " 127.0.0.1",
   "cafile " .. write("ca.pem", ca),
   "certfile " .. write("broker.pem", broker),
   "keyfile " .. write("broker.key", brokerKey),
   "require_certificate true",
   "use_identity_as_username true",
   "user root",
   "log_dest file " .. dir .. "mosquitto.log",
}, "\n") .. "\n")
local pty = assert(ba.forkpty("/usr/sbin/mosquitto", "-c", conf))

local store = ba.create.certstore()
assert(store:addcert(ca) == 1)
local shark = ba.create.sharkssl(store)
assert(shark:addcert(assert(ba.tpm.sharkcert("mqtt", device))))

local received, last
local client = require"mqttc".create("localhost", function(kind, code, status)
   last = kind .. " " .. tostring(code) .. " " .. tostring(status and status.reasoncode)
   return 1
end, function(topic, payload) received = topic .. "=" .. tostring(payload) end,
   {port = port, shark = shark, keepalive = 10})
client:subscribe"fleet/device-7"
client:publish("fleet/device-7", "signed in the chip")
for _ = 1, 2000 do
   if received then break end
   ba.sleep(10)
end
print(received or "nothing received, last event: " .. tostring(last))
client:disconnect()
pty:terminate()
for line in io.lines(dir .. "mosquitto.log") do
   local user = line:match"New client connected.*u'([^']*)'"
   if user then print("broker saw", user) break end
end

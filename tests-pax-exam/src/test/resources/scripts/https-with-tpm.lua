-- .preload of an app: a listener whose key is in the TPM, and the certificate of its authority in ca.pem.
local from, to = {year = 2024, month = 1, day = 1}, {year = 2039, month = 1, day = 1}
local caKey = ba.create.key()
local ca = assert(ba.create.certificate(
   ba.create.csr(caKey, {commonname = "fleet"}, {"SSL_CA"}, {"DIGITAL_SIGNATURE", "KEY_CERT_SIGN"}), caKey, from, to, 1))
assert(ba.tpm.createkey"https")
local request = assert(ba.tpm.createcsr("https", {commonname = "localhost"}, {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"}))
local certificate = assert(ba.create.certificate(request, ca, caKey, from, to, 2))

local shark = ba.create.sharkssl(nil, {server = true})
assert(shark:addcert(assert(ba.tpm.sharkcert("https", certificate))))
listener = assert(ba.create.servcon(io:dofile"port.lua", {intf = "127.0.0.1", shark = shark}))
assert(require"rwfile".file(io, "ca.pem", ca))

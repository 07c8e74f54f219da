-- JSON Web Tokens in compact form (RFC 7515, RFC 7518, RFC 7519).
-- Documented in docs/api/crypto.lua.

local M = {}

-- What ba offers is looked up at each call: the modules may come later than this one, and be updated.
local function encode(s) return ba.b64urlencode(s) end

local function decode(s)
   if s:find"[^%w_-]" or #s % 4 == 1 then return nil end
   return ba.b64decode(s)
end

local function decodeTable(s)
   local text = decode(s)
   local ok, t = pcall(ba.json.decode, text or "")
   if ok and type(t) == "table" and t ~= ba.json.null then return t end
end

local ALGORITHMS = {}
for _, bits in ipairs{"256", "384", "512"} do
   for _, family in ipairs{"HS", "RS", "ES"} do
      ALGORITHMS[family .. bits] = {family = family, hash = "sha" .. bits}
   end
end
ALGORITHMS.ES256.width = 32
ALGORITHMS.ES384.width = 48
ALGORITHMS.ES512.width = 66
local CURVES = {
   [32] = {alg = "ES256", crv = "P-256"}, [48] = {alg = "ES384", crv = "P-384"}, [66] = {alg = "ES512", crv = "P-521"},
}

local function isPem(s) return type(s) == "string" and s:find("-----BEGIN ", 1, true) ~= nil end

local function hmac(algorithm, secret, text) return ba.crypto.hash("hmac", algorithm.hash, secret)(text)() end

-- Compares by a hash with a fresh key, so that the time taken says nothing about the place of a difference.
local function equal(a, b)
   local key = ba.aeskey(32)
   return ba.crypto.hash("hmac", "sha256", key)(a)() == ba.crypto.hash("hmac", "sha256", key)(b)()
end

-- DER of an ECDSA signature to r and s of full width
local function raw(der, width)
   local r, s = ba.crypto.sigparams(der)
   if not r then return nil, s end
   if #r > width then return nil, "the key does not fit the algorithm" end
   local pad = ("\0"):rep(width - #r)
   return pad .. r .. pad .. s
end

local function signature(algorithm, text, secret)
   if algorithm.family == "HS" then
      if type(secret) == "function" then error("a function signs with RS and ES only", 3) end
      return hmac(algorithm, secret, text)
   end
   local digest = ba.crypto.hash(algorithm.hash)(text)()
   local sig, err
   if type(secret) == "function" then
      sig, err = secret(digest)
   else
      local bytes, kind = ba.crypto.keysize(secret)
      if not bytes then return nil, kind end
      if (kind == "RSA") ~= (algorithm.family == "RS") then return nil, "the key does not fit the algorithm" end
      sig, err = ba.crypto.sign(digest, secret)
   end
   if not sig then return nil, err end
   if algorithm.family == "ES" then return raw(sig, algorithm.width) end
   return sig
end

-- Existing code gives the payload first, the printed manual the key. Tables are payloads, functions and PEM texts are
-- keys; of two plain strings the first is the payload.
local function order(a, b)
   if type(a) == "function" or isPem(a) and not isPem(b) or type(b) == "table" then return b, a, true end
   return a, b, false
end

local function build(payload, secret, header)
   if type(payload) ~= "table" and type(payload) ~= "string" then
      error("bad payload (table or string expected, got " .. type(payload) .. ")", 3)
   end
   if type(secret) ~= "string" and type(secret) ~= "function" then
      error("bad key (string or function expected, got " .. type(secret) .. ")", 3)
   end
   local copy = {}
   for k, v in pairs(header or {alg = "HS256"}) do copy[k] = v end
   if type(copy.alg) ~= "string" then error("the header has no alg", 3) end
   copy.typ = "JWT"
   if copy.kid ~= nil then copy.kid = tostring(copy.kid) end
   local algorithm = ALGORITHMS[copy.alg]
   if not algorithm then return nil, "unknown algorithm " .. copy.alg end
   local protected = encode(ba.json.encode(copy))
   local body = type(payload) == "table" and encode(ba.json.encode(payload)) or payload
   local sig, err = signature(algorithm, protected .. "." .. body, secret)
   if not sig then return nil, err or "signing failed" end
   return {protected = protected, payload = body, signature = encode(sig)}
end

local function compact(parts) return parts.protected .. "." .. parts.payload .. "." .. parts.signature end

function M.sign(a, b, header)
   local payload, secret, keyFirst = order(a, b)
   local parts, err = build(payload, secret, header)
   if not parts then return nil, err end
   if keyFirst then return parts, compact(parts) end
   return compact(parts), parts
end

function M.scomp(a, b, header)
   local secret, payload = a, b
   if type(a) == "table" or type(b) == "function" or isPem(b) then payload, secret = a, b end
   local parts, err = build(payload, secret, header)
   if not parts then return nil, err end
   return compact(parts)
end

function M.jwkh(key, password)
   local a, b = ba.crypto.keyparams(key, password)
   if not a then return nil, b end
   local curve = #a == #b and CURVES[#a]
   if curve then
      return {alg = curve.alg, typ = "JWT", jwk = {kty = "EC", crv = curve.crv, x = encode(a), y = encode(b)}}
   end
   return {alg = "RS256", typ = "JWT", jwk = {kty = "RSA", n = encode(a), e = encode((b:gsub("^\0+", "")))}}
end

-- The secret by the header's kid, when secrets come as a table of them
local function byKid(secrets, header)
   local kid = header.kid
   if kid == nil then return nil, "the token has no kid" end
   local secret = secrets[kid] or secrets[tostring(kid)]
   if not secret then return nil, "no key for this kid" end
   return secret
end

local function isAllowed(name, allowed)
   if allowed == nil then return true end
   if type(allowed) == "string" then return name == allowed end
   for _, each in ipairs(allowed) do if each == name then return true end end
   return false
end

local function verifyHmac(algorithm, text, sig, secret)
   if type(secret) ~= "string" then error("bad secret (string expected, got " .. type(secret) .. ")", 3) end
   -- A public key as the secret of an HMAC is the classic forgery.
   if isPem(secret) then return nil, "a PEM key is no HMAC secret" end
   return equal(hmac(algorithm, secret, text), sig)
end

local function keyFits(algorithm, secret)
   if type(secret) ~= "table" then return true end
   if secret.n and secret.e then return algorithm.family == "RS" end
   if secret.x and secret.y then return algorithm.family == "ES" and #secret.x == algorithm.width end
   error("the key table has neither n and e nor x and y", 3)
end

local function verifyPublic(algorithm, text, sig, secret)
   if not keyFits(algorithm, secret) then return false end
   if algorithm.family == "ES" then
      if #sig ~= 2 * algorithm.width then return nil, "the signature has an odd length" end
      local err
      sig, err = ba.crypto.sigparams(sig:sub(1, algorithm.width), sig:sub(algorithm.width + 1))
      if not sig then return nil, err end
   end
   local digest = ba.crypto.hash(algorithm.hash)(text)()
   if type(secret) == "table" then return ba.crypto.verify(sig, digest, secret) end
   return ba.crypto.verify(sig, secret, digest)
end

function M.verify(token, secret, isByKid, allowed)
   if type(token) ~= "string" then error("bad token (string expected, got " .. type(token) .. ")", 2) end
   local protected, body, sig64 = token:match"^([^.]*)%.([^.]*)%.([^.]*)$"
   if not protected then return nil, "the token has not three parts" end
   local header = decodeTable(protected)
   if not header then return nil, "the token's header cannot be read" end
   local algorithm = ALGORITHMS[header.alg]
   if not algorithm then return nil, "unknown algorithm" end
   if not isAllowed(header.alg, allowed) then return nil, "algorithm " .. header.alg .. " is not allowed" end
   if header.crit ~= nil then return nil, "the token has critical header fields" end
   local err
   if isByKid == true then
      secret, err = byKid(secret, header)
      if not secret then return nil, err end
   end
   local sig = decode(sig64)
   if not sig then return nil, "the signature cannot be read" end
   local text = protected .. "." .. body
   local ok
   if algorithm.family == "HS" then
      ok, err = verifyHmac(algorithm, text, sig, secret)
      if ok == nil then return nil, err end
      return ok, decodeTable(body)
   end
   ok, err = verifyPublic(algorithm, text, sig, secret)
   if ok == nil then return nil, err end
   return ok, header, decodeTable(body)
end

return M

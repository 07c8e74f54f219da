-- The parts of ba.tpm that are written in Lua. Documented in docs/api/tpm.lua.
-- signer(name) gives a key object that ba.create.csr takes instead of a PEM text.
local signer = ...

local M = {}

function M.jwtsign(payload, name, header)
   ba.tpm.keyparams(name)
   local function sign(digest) return ba.tpm.sign(digest, name) end
   return require"jwt".sign(payload, sign, header)
end

function M.createcsr(name, ...)
   return ba.create.csr(assert(signer(name)), ...)
end

local KEY_LENGTH, IV_LENGTH, TAG_LENGTH = 32, 12, 16

-- An encrypted user database: what setuser returns is kept by the caller and given to setdb after a restart.
function M.jsonuser(name, global)
   local secret = assert((global and ba.tpm.globalkey or ba.tpm.uniquekey)(name, 64))
   local key = secret:sub(1, KEY_LENGTH)
   local auth = ba.create.jsonuser()
   local db = {}

   local function encrypted()
      local iv = ba.rndbs(IV_LENGTH)
      local cipher, tag = ba.crypto.symmetric("GCM", key, iv):encrypt(ba.json.encode(db), "PKCS7")
      return iv .. tag .. cipher
   end

   local function decrypted(text)
      if type(text) ~= "string" or #text <= IV_LENGTH + TAG_LENGTH then return nil end
      local iv = text:sub(1, IV_LENGTH)
      local tag = text:sub(IV_LENGTH + 1, IV_LENGTH + TAG_LENGTH)
      local cipher = text:sub(IV_LENGTH + TAG_LENGTH + 1)
      local ok, plain = pcall(function() return ba.crypto.symmetric("GCM", key, iv):decrypt(cipher, tag, "PKCS7") end)
      return ok and plain and ba.json.decode(plain)
   end

   local U = {}

   function U.users()
      local list = {}
      for user in pairs(db) do list[#list + 1] = user end
      table.sort(list)
      return list
   end

   function U.setuser(user, password)
      if type(user) ~= "string" then error("bad argument #1 to 'setuser' (string expected)", 2) end
      if type(password) == "string" then password = {pwd = password} end
      db[user] = password
      auth:set(db)
      return encrypted()
   end

   function U.setdb(text)
      local new = decrypted(text)
      if type(new) ~= "table" then return nil, "Data corrupt" end
      db = new
      auth:set(db)
      return true
   end

   function U.getauth() return auth end

   return U
end

return M

---@meta

--- Keys of the device, known by name. A name stands for the same key on one device for ever, and for another key on every
--- other device; the key itself is never seen. Names belong to the gateway, not to an app: all apps with the grant share them,
--- so prefix yours with your app's name (`"pump:mqtt"`). Needs the grant `tpm`, which apps have unless their manifest says otherwise.
--- What the device cannot do gives `nil, code, text`; codes: `tpmunavailable` (gone, or demanded and not there), `tpmbusy`,
--- `tpmlockout`, `tpmoverload`, `tpmunsupported`, `tpmtampered`, `tpmfailed`.

---@class ba.tpm
ba.tpm = {}

---@class tpm.key
---@field key? "ecc"|"rsa" default "ecc"; "rsa" needs `bits=2048`
---@field curve? "SECP256R1"|"SECP384R1"|"SECP521R1" default "SECP256R1"; most chips have no SECP521R1
---@field bits? integer 2048, for "rsa"

--- Whether the key was created since the gateway started.
---@param name string|number
---@return boolean
function ba.tpm.haskey(name) end

--- Makes a key usable. It is the same key after each restart. Raises when it exists or the options are unknown.
---@param name string|number up to 1024 characters; 4711 and "4711" are different names
---@param options? tpm.key
---@return true? created
---@return string? code
--- ```lua
--- if not ba.tpm.haskey"mykey" then assert(ba.tpm.createkey"mykey") end
--- ```
function ba.tpm.createkey(name, options) end

--- The public key. Raises when there is no such key.
---@param name string|number
---@return string? x big-endian, as wide as the curve (32, 48, 66 bytes); RSA: the modulus
---@return string y RSA: the exponent in 4 bytes; or the code
function ba.tpm.keyparams(name) end

--- Signs a digest. Raises when there is no such key.
---@param digest string 20, 32, 48 or 64 bytes: its length tells the hash
---@param name string|number
---@return string? signature DER of an ECDSA signature, another each time; RSA: PKCS#1 1.5
---@return string? code
function ba.tpm.sign(digest, name) end

--- Signs a JSON Web Token. Raises when there is no such key.
---@param payload table|string a string is taken as base64url already
---@param name string|number
---@param header table with `alg`: "ES256", "ES384" or "ES512", as fits the key
---@return string? token in compact form
---@return table parts `protected`, `payload`, `signature`; or an error text
function ba.tpm.jwtsign(payload, name, header) end

--- Makes a certificate signing request, as `ba.create.csr` does with a key in PEM.
---@param name string|number
---@param dn table see `ba.create.csr`
---@param san? string left out, not nil
---@param certtypes string[]
---@param keyusages string[]
---@return string? pem
---@return string? code
function ba.tpm.createcsr(name, dn, san, certtypes, keyusages) end

--- Joins a device key and its certificate to what TLS contexts take (`sharkssl:addcert`).
---@param name string|number
---@param certificate string PEM, with its chain
---@return SHARKCERT? certificate
---@return string? code
function ba.tpm.sharkcert(name, certificate) end

--- A secret that only this device can have, for keys of your own.
---@param name string
---@param length integer bytes; fewer than 64 gives 64
---@return string? secret the same for the same name and length each time
---@return string? code
function ba.tpm.uniquekey(name, length) end

--- A secret of the gateway for what its apps share; like `uniquekey` bound to this device, and another secret.
---@param name string
---@param length integer bytes; fewer than 64 gives 64
---@return string? secret
---@return string? code
function ba.tpm.globalkey(name, length) end

---@class tpm.jsonuser
---@field users fun(): string[] the names of the users
---@field setuser fun(name: string, password: string|table|nil): string sets or removes a user; returns the encrypted database, to be kept
---@field setdb fun(text: string): true?, string? loads a database that setuser returned; nil, "Data corrupt"
---@field getauth fun(): userdata the user database for an authenticator

--- A user database whose file only this device can read. Its functions take no self.
---@param name string
---@param global? boolean use `globalkey` instead of `uniquekey`
---@return tpm.jsonuser
function ba.tpm.jsonuser(name, global) end

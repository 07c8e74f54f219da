---@meta

--- Hashes, ciphers, signatures, JSON Web Tokens. Keys are PEM texts; binary values are strings of raw bytes.

---@class ba
ba = {}

---@class ba.crypto
ba.crypto = {}

---@alias hashname "md5"|"sha1"|"sha256"|"sha384"|"sha512"

--- Options of the functions on keys. Both the names of existing code and those of the printed manual work.
---@class keyoptions
---@field password? string of a protected private key
---@field padding? "pkcs1"|"oaep"|"none" of RSA; default "pkcs1"
---@field hashid? "sha1"|"sha256"|"sha384"|"sha512" of OAEP and its mask; default "sha1"
---@field label? string of OAEP; default ""
---@field nopadding? boolean the same as `padding="none"`
---@field algorithm? "OAEP" the same as `padding="oaep"`
---@field hash? string the same as `hashid`

--- Makes a hash function. Calling it with a text (or number) feeds it and returns it; calling it with nothing, nil or a
--- boolean ends it and returns the digest. Afterwards it starts anew.
---@param algorithm? hashname|"hmac" default "sha1"
---@param hash? hashname with "hmac"
---@param key? string with "hmac"; any length
---@return fun(data?: string|number|boolean, form?: "binary"|"bin"|"hex"|"b64"): string|function
--- Raises for an unknown algorithm or form.
--- ```lua
--- print(ba.crypto.hash"sha256""Hello ""World"(true, "hex"))
--- local tag = ba.crypto.hash("hmac", "sha256", "key")("data")()
--- ```
function ba.crypto.hash(algorithm, hash, key) end

--- The SHA-1 digest of a text.
---@param data string
---@return string digest 20 raw bytes
--- ```lua
--- print(#ba.crypto.sha1"abc") --> 20
--- ```
function ba.crypto.sha1(data) end

--- Derives a key from a password (RFC 8018). Long work lets other strands run.
---@param algorithm hashname of the HMAC
---@param password string
---@param salt string
---@param count integer iterations, at least 1; count times blocks at most 50,000,000
---@param length integer bytes, at most 1 MiB; when less than a digest, a whole digest is returned
---@return string key
--- ```lua
--- local key = ba.crypto.PBKDF2("sha256", "password", ba.rndbs(16), 100000, 32)
--- ```
function ba.crypto.PBKDF2(algorithm, password, salt, count, length) end

--- Makes a cipher object. With GCM, CCM and ChaCha20-Poly1305 each call seals or opens one message of its own under the
--- same nonce: use one nonce for one message only. With CBC the chain goes on from call to call.
---@param algorithm "GCM"|"CCM"|"CBC"|"CHACHA20-POLY1305"
---@param key string 16 or 32 bytes; 32 for ChaCha20
---@param iv string 12 bytes; 16 for CBC
---@param mode? "encrypt"|"decrypt" with CBC, and required there
---@return SYMMETRIC
--- Raises for wrong algorithms and lengths.
--- ```lua
--- local key, nonce = ba.rndbs(32), ba.rndbs(12)
--- local cipher, tag = ba.crypto.symmetric("GCM", key, nonce):encrypt("secret", "PKCS7")
--- print(ba.crypto.symmetric("GCM", key, nonce):decrypt(cipher, tag, "PKCS7")) --> secret
--- ```
function ba.crypto.symmetric(algorithm, key, iv, mode) end

---@class SYMMETRIC
local SYMMETRIC = {}

--- Sets the additional data of all later messages: it is authenticated and not encrypted.
---@param aad string at most 1 MiB
--- ```lua
--- s:setauth"header"
--- ```
function SYMMETRIC:setauth(aad) end

--- Encrypts a text of at most 0xFFF0 bytes. Without padding AES takes multiples of 16 bytes only.
---@param data string
---@param padding? "PKCS7" pads to a multiple of 16
---@return string cipher
---@return string? tag 16 bytes; not with CBC
--- ```lua
--- local cipher, tag = s:encrypt("text", "PKCS7")
--- ```
function SYMMETRIC:encrypt(data, padding) end

--- Decrypts. With CBC the tag is left out or nil.
---@param data string
---@param tag? string 16 bytes
---@param padding? "PKCS7" takes it off
---@return string? plain
---@return string? code "decrypt failed" when key, nonce, data, tag or padding differ from what was encrypted
--- ```lua
--- local plain, err = s:decrypt(cipher, tag, "PKCS7")
--- ```
function SYMMETRIC:decrypt(data, tag, padding) end

--- The size of a private key: for RSA bytes of the modulus, for ECC bytes of the longest signature.
---@param key string PEM
---@param op? keyoptions
---@return integer? bytes
---@return "RSA"|"ECC"|string kind or, after nil, a code: `pem_key_unrecognized_format`, `pem_key_passphrase_required`, `pem_key_parse_error`, `pem_key_unsupported_encryption_type`
---@return string? message
--- ```lua
--- print(ba.crypto.keysize(ba.create.key())) --> 72 ECC
--- ```
function ba.crypto.keysize(key, op) end

--- Encrypts for an RSA key.
---@param data string at most key size - 11 bytes; with OAEP key size - 2 * hash - 2; without padding exactly key size
---@param cert string PEM: certificate, public key or private key
---@param op? keyoptions
---@return string? cipher as long as the key
---@return string? code
---@return string? message
--- ```lua
--- local cipher = ba.crypto.encrypt("secret", cert, {padding = "oaep", hashid = "sha256"})
--- ```
function ba.crypto.encrypt(data, cert, op) end

--- Decrypts with an RSA key.
---@param cipher string as long as the key
---@param key string PEM
---@param op? keyoptions the same as for encrypt, and the password
---@return string? data
---@return string? code
---@return string? message the same for every reason
--- ```lua
--- print(ba.crypto.decrypt(cipher, key, {padding = "oaep", hashid = "sha256"}))
--- ```
function ba.crypto.decrypt(cipher, key, op) end

--- Signs a digest: RSA with PKCS#1 v1.5, ECC with ECDSA in DER.
---@param digest string 20, 32, 48 or 64 bytes, whose length tells the hash
---@param key string PEM
---@param op? keyoptions
---@return string? signature
---@return string? code
---@return string? message
--- ```lua
--- local sig = ba.crypto.sign(ba.crypto.hash"sha256"(data)(), key)
--- ```
function ba.crypto.sign(digest, key, op) end

--- Verifies a signature. The second form takes a public key as numbers, big endian, as JSON Web Keys have them.
---@param signature string
---@param cert string PEM: certificate, public key or private key
---@param digest string
---@param op? keyoptions
---@return boolean? valid false for whatever does not match
---@return string? code when cert cannot be read
---@return string? message
---@overload fun(signature: string, digest: string, numbers: {n: string, e: string}|{x: string, y: string}): boolean?, string?, string?
--- ```lua
--- print(ba.crypto.verify(sig, cert, digest))
--- print(ba.crypto.verify(sig, digest, {x = x, y = y}))
--- ```
function ba.crypto.verify(signature, cert, digest, op) end

--- The numbers of a public key, out of a private or public key in PEM.
---@param key string
---@param password? string
---@return string? xOrN ECC: x, as wide as the curve; RSA: the modulus
---@return string yOrE ECC: y; RSA: the exponent, 4 bytes. After nil a code
---@return string? message
--- ```lua
--- local x, y = ba.crypto.keyparams(ba.create.key())
--- ```
function ba.crypto.keyparams(key, password) end

--- Takes an ECDSA signature apart, or puts it together.
---@param der string
---@return string? r padded to 32, 48 or 66 bytes
---@return string s or, after nil, "invalid"
---@overload fun(r: string, s: string): string?, string?
--- ```lua
--- local r, s = ba.crypto.sigparams(sig)
--- assert(ba.crypto.sigparams(r, s) == sig)
--- ```
function ba.crypto.sigparams(der) end

--- A random key for `ba.aesencode`.
---@param bytes? integer 1 to 1024; default 16
---@return string
--- ```lua
--- local key = ba.aeskey(32)
--- ```
function ba.aeskey(bytes) end

--- Seals a text into a URL-safe string, such as a session token.
---@param key string any; its first 32 bytes count
---@param text string|number at most 16 MiB
---@return string
--- ```lua
--- local token = ba.aesencode(key, ba.json.encode{user = "alice"})
--- ```
function ba.aesencode(key, text) end

--- Opens what `ba.aesencode` sealed.
---@param key string
---@param sealed string
---@return string? text nothing when the key is another or the string was changed
--- ```lua
--- local user = ba.json.decode(ba.aesdecode(key, token) or "null")
--- ```
function ba.aesdecode(key, sealed) end

--- JSON Web Tokens in compact form: `local jwt = require "jwt"`.
---@class jwt
local jwt = {}

---@class jwtparts
---@field protected string the header, encoded
---@field payload string the payload, encoded
---@field signature string the signature, encoded

--- Signs a token. Payload and key come in either order and are told apart by their types: a table is the payload, a
--- function or PEM text the key; of two plain strings the first is the payload. Results come in the order that belongs to
--- the call: payload first gives token and parts, key first (as in the printed manual) gives parts and token.
---@param payload table|string a string goes in as it is and has to be base64url already
---@param key string|fun(digest: string): string?, string? HMAC key, PEM key, or a function as `ba.crypto.sign`
---@param header? table default `{alg = "HS256"}`; `alg` HS, RS or ES with 256, 384, 512; `kid` becomes a string, `typ` is "JWT"
---@return string? token
---@return jwtparts|string parts or, after nil, what is wrong
--- ```lua
--- local token = require"jwt".sign({sub = "42"}, "my-secret")
--- local parts = require"jwt".sign(pemKey, {sub = "42"}, {alg = "ES256"})
--- ```
function jwt.sign(payload, key, header) end

--- Signs a token and returns it in compact form.
---@param key string|function as for `jwt.sign`; key and payload may be swapped
---@param payload table|string
---@param header? table
---@return string? token
---@return string? message
--- ```lua
--- print(require"jwt".scomp("my-secret", {sub = "42"}))
--- ```
function jwt.scomp(key, payload, header) end

--- A header with the public part of a key as a JSON Web Key.
---@param key string PEM; ECC gives ES256, ES384 or ES512 by its curve, RSA gives RS256
---@param password? string
---@return table? header
---@return string? code
--- ```lua
--- local jwt = require"jwt"
--- print(jwt.scomp(key, {sub = "42"}, jwt.jwkh(key)))
--- ```
function jwt.jwkh(key, password) end

--- Verifies a token. The key's kind has to fit the token's algorithm; `allowed` pins it further. What the payload says
--- (`exp`, `aud` …) is the caller's to check.
---@param token string
---@param secret string|table HMAC key; PEM certificate or public key; `{n=, e=}` or `{x=, y=}`; with `isByKid` a table of these by `kid`
---@param isByKid? boolean
---@param allowed? string|string[] the algorithms to accept; default all
---@return boolean? valid nil when the token cannot be read
---@return table|string header with HS the payload; after nil what is wrong
---@return table? payload with RS and ES
--- ```lua
--- local ok, header, payload = require"jwt".verify(token, cert, false, "ES256")
--- ```
function jwt.verify(token, secret, isByKid, allowed) end

---@meta

--- Keys, certificate requests, certificates, and the objects that connections take as `shark`.

---@class ba
ba = {}

---@class ba.create
ba.create = {}

--- Makes a private key.
---@param op? {key?: "ecc"|"rsa", curve?: string, bits?: integer, rnd?: string} `key` default "ecc"; `curve` SECP256R1 (default), SECP384R1, SECP521R1, BRAINPOOLP256R1, BRAINPOOLP384R1, BRAINPOOLP512R1 in any case; `bits` 512 to 8192 in steps of 64, default 2048; `rnd` a seed, the same seed gives the same ECC key: at least 40 bytes (P-256), 56 (P-384), 76 (P-521), 72 (Brainpool 512)
---@return string? pem `EC PRIVATE KEY` or `RSA PRIVATE KEY`
---@return string? code
---@return string? message
--- Raises for an unknown curve or a short seed. RSA takes up to seconds, while other strands run.
--- ```lua
--- local key = ba.create.key{key = "ecc", curve = "SECP384R1"}
--- ```
function ba.create.key(op) end

---@alias certtype "SSL_CLIENT"|"SSL_SERVER"|"OBJECT_SIGNING"|"SSL_CA"|"OBJECT_SIGNING_CA"
---@alias keyusage "DIGITAL_SIGNATURE"|"NON_REPUDIATION"|"KEY_ENCIPHERMENT"|"DATA_ENCIPHERMENT"|"KEY_AGREEMENT"|"KEY_CERT_SIGN"|"CRL_SIGN"

--- Makes a certificate signing request.
---@param key string|userdata private key, PEM, not protected; or a key object of `ba.tpm`
---@param dn {commonname: string, organization?: string, unit?: string, locality?: string, province?: string, countryname?: string, email?: string}
---@param san? string alternative names, separated by `;`: `IP:` and `URI:` prefixes, else DNS names. Left out (not nil): the common name
---@param certtype certtype[] empty: SSL_SERVER. Unless the key signs certificates, client and server become extended key usages too
---@param keyusage keyusage[] empty: DIGITAL_SIGNATURE
---@param hashid? "sha256"|"sha384"|"sha512" default "sha256"
---@return string? pem
---@return string? code
---@return string? message
--- Raises for a missing common name and unknown words.
--- ```lua
--- local csr = ba.create.csr(key, {commonname = "gw.example.com"}, "gw.example.com;IP:10.0.0.1", {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"})
--- ```
function ba.create.csr(key, dn, san, certtype, keyusage, hashid) end

---@alias certdate {year: integer, month?: integer, day?: integer, hour?: integer, min?: integer, sec?: integer}

--- Issues a certificate for a request. Without `cacert` it is self-signed and a CA.
---@param csr string PEM; its signature is checked
---@param cacert? string PEM
---@param key string private key of the CA or, self-signed, of the request; has to belong to it
---@param from certdate UTC, as `os.date"!*t"` gives it; year from 1970 to 9999
---@param to certdate
---@param serial integer 64 bits, taken as unsigned
---@param hashid? "sha256"|"sha384"|"sha512" default "sha256"
---@return string? pem
---@return string? code
---@return string? message
--- ```lua
--- local cert = ba.create.certificate(csr, key, {year = 2026}, {year = 2036}, 1)
--- ```
function ba.create.certificate(csr, cacert, key, from, to, serial, hashid) end

--- A certificate chain with its private key, for servers and for clients that authenticate.
---@param io userdata an IO, followed by file names; or leave it out and give the contents
---@param cert string PEM chain, own certificate first; or PKCS#12, then `key` is nil
---@param key? string PEM
---@param password? string
---@return SHARKCERT?
---@return string? code `pem_cert_unrecognized_format`, `pem_key_unrecognized_format`, `pem_key_passphrase_required`, `pem_key_parse_error`, `pem_key_unsupported_encryption_type`, `enoent`
---@return string? message
---@overload fun(cert: string, key: string?, password?: string): SHARKCERT?, string?, string?
--- Brainpool keys are refused (`invalid`): the JDK's TLS does not know them. Whether key and certificate belong together
--- shows in the handshake.
--- ```lua
--- local cert = assert(ba.create.sharkcert(ba.openio"home", "cert.pem", "key.pem"))
--- ```
function ba.create.sharkcert(io, cert, key, password) end

---@class SHARKCERT

--- A store of trusted certificates. It may grow while it is used.
---@return CERTSTORE
--- ```lua
--- local store = ba.create.certstore()
--- ```
function ba.create.certstore() end

---@class CERTSTORE
local CERTSTORE = {}

--- Adds certificates: a PEM bundle, PKCS#7 in PEM or DER, a DER certificate; at most 8 MiB.
---@param io userdata an IO, followed by a file name; or leave it out and give the content
---@param data string
---@return integer? count how many the data held; 0 for unknown data
---@return string? code such as `enoent`
---@return string? message
---@overload fun(self: CERTSTORE, data: string): integer?, string?, string?
--- ```lua
--- print(store:addcert(ba.openio"home", "ca.pem"))
--- ```
function CERTSTORE:addcert(io, data) end

--- Makes the TLS side of connections, for clients or, with `server`, for servers. Any peer is accepted and judged
--- afterwards by `sock:trusted()`, unless `trusted` is set. A server with a store asks its clients for certificates.
---@param store? CERTSTORE|string a store, or certificates as `CERTSTORE:addcert` takes them; nil trusts nobody
---@param op? {server?: boolean, cachesize?: integer, insize?: integer, outsize?: integer, trusted?: boolean, ipsan?: boolean} `cachesize` sessions to resume (client 8, server 1000, 0 none); `trusted` refuses peers that are not trusted within the handshake; `ipsan` lets IP addresses in certificates match; `insize`, `outsize` are checked only
---@return SHARKSSL
--- ```lua
--- local shark = ba.create.sharkssl(nil, {server = true})
--- shark:addcert(assert(ba.create.sharkcert(cert, key)))
--- ```
function ba.create.sharkssl(store, op) end

---@class SHARKSSL
local SHARKSSL = {}

--- Adds a certificate, offered in handshakes from now on: by the name the client asks for, else the last that fits.
---@param cert SHARKCERT
---@return boolean true
--- ```lua
--- shark:addcert(sharkcert)
--- ```
function SHARKSSL:addcert(cert) end

--- The client that trusts the authorities in `.certificate/cacert.shark`, `.pem`, `.crt`, `.p7b` or `.der` (PEM, PKCS#7
--- or DER whatever the name) of the IO "vm", or, where there is none, those of the operating system.
---@return SHARKSSL the same each time
--- Raises when the file is there and holds no certificates.
--- ```lua
--- local sock = ba.socket.connect("example.com", 443, {shark = ba.sharkclient()})
--- ```
function ba.sharkclient() end

---@class certname
---@field commonname string "" when absent, as the others
---@field organization string
---@field unit string
---@field locality string
---@field province string
---@field countryname string

---@class certinfo
---@field subject certname
---@field issuer certname
---@field tzfrom string start of the validity, for `ba.parsecerttime`
---@field tzto string its end
---@field san? string[] the DNS names

--- Reads a certificate in DER.
---@param der string bytes after the certificate are ignored
---@return certinfo? nothing when it is none
--- ```lua
--- local info = ba.parsecert(ba.b64decode(pem:match"%-\n(.-)\n%-"))
--- ```
function ba.parsecert(der) end

--- The time in a certificate as seconds since 1970 UTC.
---@param time string `YYMMDDHHMMSSZ` (2000 to 2099) or `YYYYMMDDHHMMSSZ`
---@return integer seconds 0 when it cannot be read
--- ```lua
--- print(ba.parsecerttime"20240102030405Z") --> 1704164645
--- ```
function ba.parsecerttime(time) end

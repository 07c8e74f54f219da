package io.moongate.net.tls;

import io.moongate.lua.Numbers;
import io.moongate.net.pki.CertificateInfo;
import io.moongate.net.pki.PkiException;
import io.moongate.runtime.Result;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Certificates as the Lua tables of {@code ba.parsecert} and {@code sock:certificate()}. */
public final class LuaCertificates {
    private LuaCertificates() {}

    /** The fields of one certificate: {@code subject}, {@code issuer}, {@code tzfrom}, {@code tzto}, {@code san}. */
    public static LuaTable table(CertificateInfo info) {
        LuaTable table = new LuaTable();
        table.set("subject", name(info.subject()));
        table.set("issuer", name(info.issuer()));
        table.set("tzfrom", Result.string(info.from()));
        table.set("tzto", Result.string(info.to()));
        if (!info.names().isEmpty()) {
            LuaTable names = new LuaTable();
            for (int i = 0; i < info.names().size(); i++) {
                names.rawset(Numbers.integer(i + 1L), Result.string(info.names().get(i)));
            }
            table.set("san", names);
        }
        return table;
    }

    /**
     * What {@code sock:certificate()} returns: the peer's certificate with {@code parent} tables along the validated
     * path, and whether it was validated; nil when the peer sent none.
     */
    public static Varargs of(TlsPeer peer) {
        if (peer.sent().isEmpty()) {
            return Result.nil();
        }
        LuaTable first = null;
        LuaTable child = null;
        for (X509Certificate certificate :
                peer.isValidated() ? peer.chain() : peer.sent().subList(0, 1)) {
            Optional<LuaTable> table = table(certificate);
            if (table.isEmpty()) {
                break;
            }
            if (child == null) {
                first = table.get();
            } else {
                child.set("parent", table.get());
            }
            child = table.get();
        }
        return first == null ? Result.nil() : LuaValue.varargsOf(first, LuaValue.valueOf(peer.isValidated()));
    }

    private static Optional<LuaTable> table(X509Certificate certificate) {
        try {
            return Optional.of(table(CertificateInfo.of(certificate.getEncoded())));
        } catch (PkiException | CertificateEncodingException e) {
            return Optional.empty();
        }
    }

    private static LuaTable name(Map<String, String> fields) {
        LuaTable table = new LuaTable();
        fields.forEach((field, value) -> table.set(field, Result.string(value)));
        return table;
    }
}

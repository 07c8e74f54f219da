package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceAttestation;
import io.moongate.net.device.DeviceKeyException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import tss.tpm.CreateResponse;
import tss.tpm.QuoteResponse;
import tss.tpm.TPM2B_DIGEST;
import tss.tpm.TPM2B_PRIVATE;
import tss.tpm.TPMS_NULL_SIG_SCHEME;
import tss.tpm.TPMS_PCR_SELECTION;
import tss.tpm.TPMS_SENSITIVE_CREATE;
import tss.tpm.TPMS_SIGNATURE_ECDSA;
import tss.tpm.TPMT_PUBLIC;
import tss.tpm.TPM_ALG_ID;
import tss.tpm.TPM_HANDLE;
import tss.tpm.TPM_SE;

/** Sealing and quotes with a TPM 2.0. */
final class ChipAttestation implements DeviceAttestation {

    private static final int PCRS = 24;
    /** How many values one TPM2_PCR_Read returns. */
    private static final int PCRS_A_READ = 8;

    private static final TPMS_PCR_SELECTION[] NO_PCRS = {};

    private final ChipQueue queue;

    ChipAttestation(ChipQueue queue) {
        this.queue = queue;
    }

    @Override
    public CompletionStage<byte[]> seal(byte[] secret, Set<Integer> pcrs) {
        if (secret.length == 0 || secret.length > LONGEST_SECRET) {
            throw new IllegalArgumentException(
                    "a sealed secret has 1 to " + LONGEST_SECRET + " bytes, not " + secret.length);
        }
        return queue.submit(chip -> seal(chip, secret.clone(), checked(pcrs)));
    }

    private static byte[] seal(OpenChip chip, byte[] secret, TreeSet<Integer> pcrs) {
        TPMT_PUBLIC template = pcrs.isEmpty()
                ? Templates.sealed()
                : Templates.sealedBy(chip.withPolicy(
                        TPM_SE.TRIAL, selection(pcrs), session -> chip.tpm().PolicyGetDigest(session)));
        CreateResponse created = chip.tpm()
                .Create(
                        chip.key("storage", Templates.storage()).handle(),
                        new TPMS_SENSITIVE_CREATE(new byte[0], secret),
                        template,
                        new byte[0],
                        NO_PCRS);
        return Sealed.encode(pcrs, created.outPrivate.buffer, created.outPublic.toBytes());
    }

    @Override
    public CompletionStage<byte[]> unseal(byte[] sealed) {
        Sealed parts = Sealed.decode(sealed);
        return queue.submit(chip -> unseal(chip, parts));
    }

    private static byte[] unseal(OpenChip chip, Sealed sealed) {
        TPMT_PUBLIC area = TPMT_PUBLIC.fromTpm(sealed.publicArea);
        TPM_HANDLE object = chip.tpm()
                .Load(chip.key("storage", Templates.storage()).handle(), new TPM2B_PRIVATE(sealed.privateArea), area);
        return chip.inPassing(
                object,
                area.getName(),
                handle -> sealed.pcrs.isEmpty()
                        ? chip.tpm().Unseal(handle)
                        : chip.withPolicy(
                                TPM_SE.POLICY,
                                selection(sealed.pcrs),
                                session -> chip.tpm()._withSession(session).Unseal(handle)));
    }

    @Override
    public CompletionStage<Quote> quote(byte[] nonce, Set<Integer> pcrs) {
        if (nonce.length > 32) {
            throw new IllegalArgumentException("a nonce has up to 32 bytes, not " + nonce.length);
        }
        return queue.submit(chip -> quote(chip, nonce.clone(), checked(pcrs)));
    }

    private static Quote quote(OpenChip chip, byte[] nonce, TreeSet<Integer> pcrs) {
        SortedMap<Integer, byte[]> values = read(chip, pcrs);
        OpenChip.LoadedKey key = chip.key("attestation", Templates.attestation());
        QuoteResponse quote = chip.tpm().Quote(key.handle(), nonce, new TPMS_NULL_SIG_SCHEME(), selection(pcrs));
        TPMS_SIGNATURE_ECDSA signature = (TPMS_SIGNATURE_ECDSA) quote.signature;
        return new Quote(
                PublicKeys.of(key.area()),
                quote.quoted.toBytes(),
                EcdsaSignature.der(signature.signatureR, signature.signatureS),
                values);
    }

    private static SortedMap<Integer, byte[]> read(OpenChip chip, TreeSet<Integer> pcrs) {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        List<Integer> order = new ArrayList<>(pcrs);
        for (int start = 0; start < order.size(); start += PCRS_A_READ) {
            List<Integer> part = order.subList(start, Math.min(order.size(), start + PCRS_A_READ));
            TPM2B_DIGEST[] read = chip.tpm().PCR_Read(selection(new TreeSet<>(part))).pcrValues;
            for (int i = 0; i < read.length; i++) {
                values.put(part.get(i), read[i].buffer);
            }
        }
        return values;
    }

    private static TPMS_PCR_SELECTION[] selection(TreeSet<Integer> pcrs) {
        int[] numbers = pcrs.stream().mapToInt(Integer::intValue).toArray();
        return new TPMS_PCR_SELECTION[] {new TPMS_PCR_SELECTION(TPM_ALG_ID.SHA256, numbers)};
    }

    private static TreeSet<Integer> checked(Set<Integer> pcrs) {
        for (int pcr : pcrs) {
            if (pcr < 0 || pcr >= PCRS) {
                throw new DeviceKeyException(
                        DeviceKeyException.UNSUPPORTED, "there is no PCR " + pcr + ": 0 to " + (PCRS - 1) + " are");
            }
        }
        return new TreeSet<>(pcrs);
    }

    /** What {@link #seal} returns: a set of PCRs as bits, then the two parts of the object, each behind its size. */
    private record Sealed(TreeSet<Integer> pcrs, byte[] privateArea, byte[] publicArea) {

        static byte[] encode(Set<Integer> pcrs, byte[] privateArea, byte[] publicArea) {
            int bits = pcrs.stream().mapToInt(pcr -> 1 << pcr).sum();
            return ByteBuffer.allocate(4 + 2 + privateArea.length + 2 + publicArea.length)
                    .putInt(bits)
                    .putShort((short) privateArea.length)
                    .put(privateArea)
                    .putShort((short) publicArea.length)
                    .put(publicArea)
                    .array();
        }

        static Sealed decode(byte[] bytes) {
            try {
                ByteBuffer in = ByteBuffer.wrap(bytes);
                int bits = in.getInt();
                TreeSet<Integer> pcrs = new TreeSet<>();
                for (int pcr = 0; pcr < PCRS; pcr++) {
                    if ((bits & 1 << pcr) != 0) {
                        pcrs.add(pcr);
                    }
                }
                return new Sealed(pcrs, sized(in), sized(in));
            } catch (BufferUnderflowException e) {
                throw new DeviceKeyException(DeviceKeyException.FAILED, "the sealed secret is cut off", e);
            }
        }

        private static byte[] sized(ByteBuffer in) {
            byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(bytes);
            return bytes;
        }
    }
}

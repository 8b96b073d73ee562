package dev.livelet.server;

import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS from the files that the settings name: a PKCS12 keystore, or a PEM chain with a PEM key. */
final class Tls {
    private Tls() {}

    /** Null when the settings ask for no TLS. */
    static @Nullable SSLContext context(Settings settings) {
        String keystore = settings.text(Setting.TLS_KEYSTORE);
        String certificate = settings.text(Setting.TLS_CERTIFICATE);
        String key = settings.text(Setting.TLS_KEY);
        if (certificate.isEmpty() != key.isEmpty())
            throw new LiveletException(
                    "livelet.tls-certificate and livelet.tls-key are given together; one is"
                            + " missing.");
        if (keystore.isEmpty() && certificate.isEmpty()) return null;
        if (!keystore.isEmpty() && !certificate.isEmpty())
            throw new LiveletException(
                    "TLS comes from livelet.tls-keystore or from livelet.tls-certificate with"
                            + " livelet.tls-key, not from both.");
        try {
            return keystore.isEmpty()
                    ? context(pem(Path.of(certificate), Path.of(key)), new char[0])
                    : context(
                            pkcs12(
                                    Path.of(keystore),
                                    settings.text(Setting.TLS_PASSWORD).toCharArray()),
                            settings.text(Setting.TLS_PASSWORD).toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new LiveletException(
                    "TLS cannot be set up from "
                            + (keystore.isEmpty() ? certificate + " and " + key : keystore)
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static SSLContext context(KeyStore store, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore pkcs12(Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    private static KeyStore pem(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        Certificate[] chain;
        try (InputStream in = Files.newInputStream(certificate)) {
            chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .toArray(new Certificate[0]);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("livelet", privateKey(Files.readString(key)), new char[0], chain);
        return store;
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
        int end = pem.indexOf("-----END PRIVATE KEY-----");
        if (begin < 0 || end < 0)
            throw new InvalidKeySpecException(
                    "no unencrypted PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nocrypt -in"
                            + " KEY -out NEW");
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + 27, end));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException another) {
                continue; // a key of another algorithm
            }
        }
        throw new InvalidKeySpecException("the key is neither EC, RSA nor EdDSA");
    }
}

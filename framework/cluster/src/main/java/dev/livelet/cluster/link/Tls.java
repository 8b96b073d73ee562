package dev.livelet.cluster.link;

import dev.livelet.LiveletException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Mutual TLS between nodes: each shows a certificate, and each must trust the other's. It is the
 * TCP transport that is secured; FD_SOCK2's connections, over which no data goes, stay plain.
 *
 * @param keystore PKCS12 with this node's key and certificate
 * @param truststore PKCS12 with what signed the others'
 * @param password of both
 */
public record Tls(Path keystore, Path truststore, String password) {
    /** What both ends ask of each other. */
    static SSLParameters mutual() {
        SSLParameters mutual = new SSLParameters();
        mutual.setNeedClientAuth(true);
        mutual.setProtocols(new String[] {"TLSv1.3"});
        return mutual;
    }

    /** Read now, so that a mistake is told where it was made. */
    public SSLContext context() {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(keystore, "tls-keystore"), password.toCharArray());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(truststore, "tls-truststore"));
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new LiveletException(
                    "The cluster's TLS cannot be set up from "
                            + keystore
                            + " and "
                            + truststore
                            + ": "
                            + Reasons.of(e)
                            + ". The keystore holds this node's key and certificate, the truststore"
                            + " the authority that signed the others'.",
                    e);
        }
    }

    private KeyStore load(Path file, String setting) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new LiveletException(
                    "livelet.cluster."
                            + setting
                            + " = "
                            + file
                            + " cannot be read: "
                            + e
                            + ". It must be a PKCS12 file, opened by livelet.cluster.tls-password.",
                    e);
        }
    }
}

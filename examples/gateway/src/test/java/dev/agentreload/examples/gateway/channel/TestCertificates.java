// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.Resources;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HeldCertificate;

/** Certificates of this machine, and clients that trust one certificate alone. */
public final class TestCertificates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestCertificates() {}

    /** Returns what makes a certificate for this machine. */
    public static HeldCertificate.Builder builder() {
        return new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1");
    }

    /** Returns a file that openssl wrote, as {@code openssl ecparam -name prime256v1 -genkey}. */
    static String file(String name) throws IOException {
        return Resources.toString(Resources.getResource("tls/" + name), StandardCharsets.UTF_8);
    }

    /** Returns a configuration with these settings of the channel next to the certificate. */
    static String config(String certificate, String privateKey, Map<String, ?> others) throws IOException {
        Map<String, Object> http = new LinkedHashMap<>(others);
        http.putIfAbsent("port", 0);
        http.put("tls", Map.of("certificate", certificate, "privateKey", privateKey));
        return JSON.writeValueAsString(Map.of("channels", Map.of("http", http)));
    }

    static String config(HeldCertificate held, Map<String, ?> others) throws IOException {
        return config(held.certificatePem(), held.privateKeyPkcs8Pem(), others);
    }

    static String config(HeldCertificate held) throws IOException {
        return config(held, Map.of());
    }

    /** Returns what a client uses that trusts this certificate, and what it has issued, alone. */
    public static SSLContext trusting(X509Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** Returns a connection to this address whose handshake has not begun, and which checks the server's name. */
    static SSLSocket connect(URI address, SSLContext client) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(address.getHost(), address.getPort());
        SSLParameters checked = socket.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(checked);
        socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
        return socket;
    }

    /** Returns whether a handshake with this address shows exactly this certificate. */
    public static boolean isServed(HeldCertificate held, URI address) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(address, trusting(held.certificate()))) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].equals(held.certificate());
        } catch (SSLHandshakeException e) {
            return false;
        }
    }
}

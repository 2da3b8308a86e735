package dev.modeldock.network;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are trusted: the JDK's own authorities and those of a file. */
final class Trust {
    private static final long MAX_FILE_BYTES = 8 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    private Trust() {}

    /**
     * Trust the authorities of a PEM file besides the JDK's.
     *
     * @throws DockException {@code VALIDATION_ERROR} when the file cannot be read or holds no certificate
     */
    static SSLContext with(Path file) {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            List<Certificate> authorities = new ArrayList<>(ofTheJdk());
            authorities.addAll(of(file));
            for (Certificate authority : authorities) {
                all.setCertificateEntry("authority-" + all.size(), authority);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw refusal(file, "cannot be read as certificates", e);
        }
    }

    private static List<X509Certificate> ofTheJdk() throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                found.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return found;
    }

    private static TrustManager[] managers(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    /** Block by block, so that what tools write between the blocks does no harm. */
    private static List<Certificate> of(Path file) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw refusal(file, "is not there, or is no file of at most 8 MiB", null);
        }
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            found.add(factory.generateCertificate(
                    new ByteArrayInputStream(blocks.group().getBytes(StandardCharsets.ISO_8859_1))));
        }
        if (found.isEmpty()) {
            throw refusal(file, "holds no certificate", null);
        }
        return found;
    }

    private static DockException refusal(Path file, String found, Exception cause) {
        return new DockException(
                Problem.VALIDATION_ERROR,
                "The file " + file + " of network.caFile (or SSL_CERT_FILE of the environment) " + found
                        + "; expected is PEM, one or more blocks of BEGIN CERTIFICATE.",
                cause);
    }
}

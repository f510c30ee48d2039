// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ProblemCollector;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a certificate and its key before anything is done with them. */
class TlsSettingsTest {

    private static final HeldCertificate CERTIFICATE =
            TestCertificates.builder().build();

    private final ProblemCollector problems = new ProblemCollector();

    private Optional<HttpSettings> read(String json) {
        return HttpSettings.read(ConfigDocument.parse("config.json", json), problems);
    }

    private List<String> found() {
        return problems.problems().stream().map(ConfigProblem::toString).toList();
    }

    @Test
    void pair_thatFits_isReadAndNeverShown() throws IOException {
        HttpSettings settings = read(TestCertificates.config(CERTIFICATE)).orElseThrow();

        assertThat(found()).isEmpty();
        assertThat(settings.scheme()).isEqualTo("https");
        assertThat(settings.toString()).doesNotContain("BEGIN").contains("privateKey=***");
    }

    @Test
    void textsThatAreNoPem_areProblemsThatQuoteNothing() {
        read("{channels: {http: {tls: {certificate: 's3cr3t', privateKey: 's3cr3t'}}}}");

        assertThat(found())
                .containsExactly(
                        "this is no certificate that can be read at channels.http.tls.certificate (config.json:1:39); "
                                + "expected -----BEGIN CERTIFICATE----- and what follows it in PEM",
                        "this is no private key that can be read at channels.http.tls.privateKey (config.json:1:61); "
                                + "expected -----BEGIN PRIVATE KEY-----, with RSA, EC or EC PRIVATE KEY as well");
    }

    @Test
    void keysThatAreMissing_areProblems() {
        read("{channels: {http: {tls: {}}}}");

        assertThat(found())
                .containsExactly(
                        "[certificate] is missing at channels.http.tls.certificate (config.json:1:25); "
                                + "expected a certificate in PEM",
                        "[privateKey] is missing at channels.http.tls.privateKey (config.json:1:25); "
                                + "expected the certificate's private key in PEM");
    }

    @Test
    void key_thatIsMistyped_isOneProblem() throws IOException {
        read(TestCertificates.config(CERTIFICATE).replace("\"privateKey\"", "\"privatKey\""));

        assertThat(found()).hasSize(1);
        assertThat(found().get(0)).startsWith("unknown key [privatKey] at channels.http.tls.privatKey");
    }

    @Test
    void section_thatIsMistyped_isAnErrorAndNoPlainHttp() {
        read("{channels: {http: {tsl: {}}}}");

        assertThat(problems.hasErrors()).isTrue();
        assertThat(found())
                .containsExactly("unknown key [tsl] at channels.http.tsl (config.json:1:25); did you mean [tls]?");
    }

    @Test
    void section_ofAChannelThatIsSwitchedOff_isCheckedToo() {
        read("{channels: {http: {enabled: false, tls: {}}}}");

        assertThat(found()).hasSize(2);
    }

    @Test
    void key_ofAnotherCertificate_isAProblemOfTheKey() throws IOException {
        HeldCertificate other = TestCertificates.builder().build();
        read(TestCertificates.config(CERTIFICATE.certificatePem(), other.privateKeyPkcs8Pem(), Map.of()));

        assertThat(found()).hasSize(1);
        assertThat(found().get(0))
                .startsWith("the private key does not belong to the certificate at channels.http.tls.privateKey (")
                .endsWith("); expected the key of the first certificate in [certificate]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec.sec1.key", "ed25519.key"})
    void key_ofAnotherAlgorithm_isAProblemOfTheKey(String key) throws IOException {
        HeldCertificate rsa = TestCertificates.builder().rsa2048().build();
        read(TestCertificates.config(rsa.certificatePem(), TestCertificates.file(key), Map.of()));

        assertThat(found()).hasSize(1);
        assertThat(found().get(0)).startsWith("the private key does not belong to the certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted.pkcs8.key", "encrypted.pkcs1.key"})
    void key_thatIsEncrypted_isRefusedWithTheWayOut(String key) throws IOException {
        read(TestCertificates.config(CERTIFICATE.certificatePem(), TestCertificates.file(key), Map.of()));

        assertThat(found()).hasSize(1);
        assertThat(found().get(0))
                .startsWith("the private key is encrypted at channels.http.tls.privateKey (")
                .endsWith("; expected one without a passphrase, as [openssl pkey -in encrypted.key -out tls.key] "
                        + "writes it");
    }

    @ParameterizedTest
    @CsvSource({"ec.crt, ec.sec1.key", "ed25519.crt, ed25519.key"})
    void key_cutOffAnywhere_isAProblemAndNoFailure(String certificate, String key) throws IOException {
        String pem = TestCertificates.file(key);
        String end = pem.substring(pem.lastIndexOf("-----END"));
        for (int length = pem.indexOf('\n') + 1; length < pem.length() - end.length() - 4; length++) {
            ProblemCollector cut = new ProblemCollector();
            HttpSettings.read(
                    ConfigDocument.parse(
                            "config.json",
                            TestCertificates.config(
                                    TestCertificates.file(certificate),
                                    pem.substring(0, length) + "\n" + end,
                                    Map.of())),
                    cut);
            assertThat(cut.problems()).as("%s characters", length).hasSize(1);
        }
    }

    @Test
    void chain_isReadInItsOrderAlone() throws IOException {
        HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate server = TestCertificates.builder().signedBy(authority).build();
        String key = server.privateKeyPkcs8Pem();

        read(TestCertificates.config(server.certificatePem() + authority.certificatePem(), key, Map.of()));
        assertThat(found()).isEmpty();

        read(TestCertificates.config(server.certificatePem() + CERTIFICATE.certificatePem(), key, Map.of()));
        assertThat(found()).hasSize(1);
        assertThat(found().get(0))
                .startsWith("certificate 2 of 2 is not the issuer's of the one before at channels.http.tls.certificate")
                .endsWith("expected the server's own certificate, and each followed by its issuer's");
    }

    @Test
    void bothInOneText_areRead() throws IOException {
        String both = "Bag Attributes\n" + CERTIFICATE.privateKeyPkcs8Pem() + "\n" + CERTIFICATE.certificatePem();

        assertThat(read(TestCertificates.config(both, both, Map.of()))).isPresent();
        assertThat(found()).isEmpty();
    }

    @Test
    void placeholders_withoutAValue_areNoProblemTwice() {
        String json = "{channels: {http: {tls: {certificate: '${file:tls.crt}', privateKey: '${file:tls.key}'}}}}";
        PlaceholderResolver missing = asked -> new PlaceholderResolver.Resolution.Missing("no " + asked.name());
        ConfigReader.Builder reader = ConfigReader.builder().placeholders(missing);

        HttpSettings.read(reader.build().read("config.json", json).orThrow(), problems);
        assertThat(found())
                .containsExactly(
                        "no tls.crt at channels.http.tls.certificate (config.json:1:39)",
                        "no tls.key at channels.http.tls.privateKey (config.json:1:70)");

        ProblemCollector tolerant = new ProblemCollector();
        HttpSettings.read(
                reader.unresolved(ConfigReader.UnresolvedValues.TOLERATED)
                        .build()
                        .read("config.json", json)
                        .orThrow(),
                tolerant);
        assertThat(tolerant.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 'a certificate is valid from 2026-01-01T00:00:00Z on only'",
        "0, ''",
        "75, ''",
        "77, a certificate is valid until 2026-04-01T00:00:00Z",
        "91, a certificate was valid until 2026-04-01T00:00:00Z"
    })
    void certificate_thatIsNotValidOrNotMuchLonger_isAWarning(int day, String message) throws IOException {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        HeldCertificate held = TestCertificates.builder()
                .validityInterval(
                        begin.toEpochMilli(), begin.plus(90, ChronoUnit.DAYS).toEpochMilli())
                .build();
        ConfigDocument document = ConfigDocument.parse("config.json", TestCertificates.config(held));
        TlsSettings tls =
                HttpSettings.read(document, problems).orElseThrow().tls().orElseThrow();

        tls.checkTime(begin.plus(day, ChronoUnit.DAYS).plusSeconds(1), document, problems);

        assertThat(problems.hasErrors()).isFalse();
        assertThat(problems.problems().stream().map(ConfigProblem::message))
                .containsExactlyElementsOf(message.isEmpty() ? List.of() : List.of(message));
    }

    @Test
    void certificate_thatLastsForDaysOnly_isReportedLate() throws IOException {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        HeldCertificate held = TestCertificates.builder()
                .validityInterval(
                        begin.toEpochMilli(), begin.plus(5, ChronoUnit.DAYS).toEpochMilli())
                .build();
        ConfigDocument document = ConfigDocument.parse("config.json", TestCertificates.config(held));
        TlsSettings tls =
                HttpSettings.read(document, problems).orElseThrow().tls().orElseThrow();

        tls.checkTime(begin.plus(3, ChronoUnit.DAYS), document, problems);
        assertThat(found()).isEmpty();
        tls.checkTime(begin.plus(4, ChronoUnit.DAYS).plusSeconds(1), document, problems);
        assertThat(found()).hasSize(1);
    }
}

package io.opora.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTokenTest {

    /** The token of 32 zero bytes, and what SHA-256 makes of them. */
    private static final String ZEROS = "A".repeat(43);
    private static final String HASH_OF_ZEROS = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925";

    @Test
    void isReadAsItIsShown() {
        SecretLink.Token token = SecretLink.Token.generate();

        assertThat(token.reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(SecretLink.Token.parse(token.reveal())).contains(token);
        assertThat(Base64.getUrlDecoder().decode(token.reveal())).hasSize(32);
    }

    @Test
    void isAnotherOneEachTime() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            tokens.add(SecretLink.Token.generate().reveal());
        }

        assertThat(tokens).hasSize(1_000);
    }

    @Test
    void isKeptAsItsHash() {
        SecretLink.Token token = SecretLink.Token.parse(ZEROS).orElseThrow();

        assertThat(token.hash()).isEqualTo(new SecretLink.Token.Hash(HASH_OF_ZEROS));
        assertThat(token.hash().value()).isEqualTo(HASH_OF_ZEROS);
    }

    @Test
    void isEqualToItselfOnly() {
        SecretLink.Token token = SecretLink.Token.parse(ZEROS).orElseThrow();

        assertThat(token).isEqualTo(SecretLink.Token.parse(ZEROS).orElseThrow())
                .hasSameHashCodeAs(SecretLink.Token.parse(ZEROS).orElseThrow())
                .isNotEqualTo(SecretLink.Token.parse("B" + "A".repeat(42)).orElseThrow()).isNotEqualTo(ZEROS);
        assertThat(token.hash()).hasSameHashCodeAs(new SecretLink.Token.Hash(HASH_OF_ZEROS))
                .isNotEqualTo(new SecretLink.Token.Hash(HASH_OF_ZEROS.replace("6", "7"))).isNotEqualTo(HASH_OF_ZEROS);
    }

    @Test
    void printsNothingThatIsSecret() {
        SecretLink.Token token = SecretLink.Token.generate();
        SecretLink link = new SecretLink(SecretLink.Id.of("0199b1a2-7c3d-4e4f-8a5b-6c7d8e9f0a1b"), "t",
                ActorId.of("maria"), Set.of(SecretLink.Scope.SEE), java.time.Instant.EPOCH, token.hash());

        assertThat(token).hasToString("Token[secret]");
        assertThat(link.toString()).doesNotContain(token.reveal()).doesNotContain(token.hash().value())
                .doesNotContain(token.hash().value().substring(8));
        assertThat(String.valueOf(link.holder())).doesNotContain(token.reveal());
    }

    static List<String> hostileTokens() throws Exception {
        return Files.readAllLines(Path.of("src/test/resources/io/opora/access/hostile-tokens.txt"), UTF_8).stream()
                .filter(line -> !line.startsWith("#")).map(LinkTokenTest::unescape).toList();
    }

    /** Lines are Java's escapes, so that the file shows what it holds; {@code \*n{x}} is x, n times. */
    private static String unescape(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\\u", i)) {
                text.append((char) HexFormat.fromHexDigits(line, i + 2, i + 6));
                i += 5;
            } else if (line.startsWith("\\*", i)) {
                int open = line.indexOf('{', i);
                int close = line.indexOf('}', i);
                text.repeat(unescape(line.substring(open + 1, close)), Integer.parseInt(line.substring(i + 2, open)));
                i = close;
            } else {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("hostileTokens")
    void whatIsNoTokenIsNone(String text) {
        assertThat(SecretLink.Token.parse(text)).isEmpty();
    }

    @Test
    void theListOfHostileTokensIsReadAsItIsMeant() throws Exception {
        assertThat(hostileTokens()).hasSizeGreaterThan(40).contains("", "A".repeat(42), "A".repeat(42) + "B",
                "A".repeat(42) + "\u0000", "A".repeat(1_000_000)).doesNotContain(ZEROS);
    }

    @Test
    void oneTokenHasOneSpelling() {
        // java.util.Base64 takes all of these for the same 32 bytes
        List<String> spellings = Stream.of("A", "B", "C", "D").map(last -> "A".repeat(42) + last).toList();
        assertThat(spellings).allSatisfy(
                text -> assertThat(Base64.getUrlDecoder().decode(text)).isEqualTo(new byte[32]));

        assertThat(spellings).filteredOn(text -> SecretLink.Token.parse(text).isPresent()).containsExactly(ZEROS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "66687aad", "66687AADF862BD776C8FC18B8E9F8E20089714856EE233B3902A591D0D5F2925",
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f292g",
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f29250"})
    void aHashHasOneForm(String value) {
        assertThatThrownBy(() -> new SecretLink.Token.Hash(value)).isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("66687");
    }
}

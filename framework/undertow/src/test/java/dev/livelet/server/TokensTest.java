package dev.livelet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.livelet.server.Tokens.Finding;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

class TokensTest {
    private static final byte[] OLD =
            "the old key of these very tests, long enough".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW =
            "the new key of these very tests, long enough".getBytes(StandardCharsets.UTF_8);

    private Instant now = Instant.parse("2026-11-23T08:00:00Z");
    private final Tokens tokens = tokens(OLD);
    private final String token = tokens.forPage("s1", "/chat/{room}", "browser", "/chat/ä?x=1");

    private Tokens tokens(byte[]... keys) {
        return new Tokens(List.of(keys), Duration.ofHours(1), () -> now);
    }

    private Finding check(Tokens by, String token, String session, String browser) {
        return by.checkPage(
                token,
                session,
                browser,
                address -> address.startsWith("/chat/") ? "/chat/{room}" : null);
    }

    @Test
    void aTokenGivesItsAddressBack() {
        assertEquals(new Finding.Valid("/chat/ä?x=1"), check(tokens, token, "s1", "browser"));
    }

    @Test
    void itIsWorthNothingForAnotherSessionBrowserOrView() {
        assertInstanceOf(Finding.Forged.class, check(tokens, token, "s2", "browser"));
        assertInstanceOf(Finding.Forged.class, check(tokens, token, "s1", "thief"));
        assertInstanceOf(
                Finding.Forged.class, tokens.checkPage(token, "s1", "browser", _ -> "/admin"));
        assertInstanceOf(Finding.Forged.class, tokens.checkForm(token, "browser"));
    }

    @Test
    void noBitOfItCanBeChanged() {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Finding finding =
                    check(
                            tokens,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(changed),
                            "s1",
                            "browser");
            if (finding instanceof Finding.Valid)
                throw new AssertionError("bit " + bit + " may be changed");
        }
    }

    @Test
    void rubbishIsNoToken() {
        for (String rubbish :
                List.of(
                        "",
                        "x",
                        "====",
                        "a".repeat(4000),
                        "ümlaut",
                        token.substring(1),
                        token + "AAAA"))
            assertInstanceOf(Record.class, check(tokens, rubbish, "s1", "browser"));
        assertInstanceOf(Finding.Forged.class, check(tokens, "not base64!", "s1", "browser"));
        assertInstanceOf(Finding.Forged.class, check(tokens, "", "s1", "browser"));
    }

    @Test
    void itExpires() {
        now = now.plus(Duration.ofHours(1));
        assertInstanceOf(Finding.Valid.class, check(tokens, token, "s1", "browser"));
        now = now.plusSeconds(1);
        assertEquals(new Finding.Outdated("expired"), check(tokens, token, "s1", "browser"));
    }

    @Test
    void afterARotationTheOldKeyStillVerifiesAndOneThatIsGoneAsksForAReload() {
        Tokens rotated = tokens(NEW, OLD);
        assertInstanceOf(Finding.Valid.class, check(rotated, token, "s1", "browser"));
        String fresh = rotated.forPage("s1", "/chat/{room}", "browser", "/chat/a");
        assertEquals(
                new Finding.Outdated("signed by a key that is not in use"),
                check(tokens, fresh, "s1", "browser"));
        assertEquals(
                new Finding.Outdated("signed by a key that is not in use"),
                check(tokens(NEW), token, "s1", "browser"));
    }

    @Test
    void aRouteThatIsGoneAsksForAReload() {
        Finding finding = tokens.checkPage(token, "s1", "browser", _ -> null);
        assertEquals(new Finding.Outdated("its address is served no more"), finding);
    }

    @Test
    void aFormsTokenBelongsToOneBrowser() {
        String form = tokens.forForm("browser");
        assertInstanceOf(Finding.Valid.class, tokens.checkForm(form, "browser"));
        assertInstanceOf(Finding.Forged.class, tokens.checkForm(form, "other"));
        assertEquals(
                2, Arrays.stream(new String[] {form, tokens.forForm("other")}).distinct().count());
    }
}

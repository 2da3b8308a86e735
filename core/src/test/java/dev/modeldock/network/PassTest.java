package dev.modeldock.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which addresses are asked, with a book of names instead of the network's. */
class PassTest {
    private final Map<String, List<InetAddress>> book = new HashMap<>();

    private void name(String host, String... addresses) {
        book.put(
                host,
                Arrays.stream(addresses)
                        .map(each -> LiteralAddress.of(each).get(0))
                        .toList());
    }

    private Pass pass(boolean onlyPublic, String... named) {
        Lookup lookup = host -> {
            if (!book.containsKey(host)) {
                throw new UnknownHostException(host);
            }
            return book.get(host);
        };
        NamedHosts places = NamedHosts.ofConfig(Set.of(named));
        return new Pass(new Pass.Rules(places, new ProxyChoice(NetworkConfig.DIRECT), lookup), onlyPublic);
    }

    private static void visit(Pass pass, String... hosts) throws Exception {
        for (String host : hosts) {
            URI uri = URI.create("http://" + host + "/secret?token=hunter2");
            pass.admit(uri);
            pass.admitAnswer(uri);
        }
    }

    private void assertRefused(Pass pass, String... hosts) {
        SourceException no = assertThrows(SourceException.class, () -> visit(pass, hosts));
        assertEquals(Reason.REFUSED, no.reason());
        assertTrue(no.getMessage().contains("network.privateHosts"), no.getMessage());
        assertTrue(no.getMessage().contains(hosts[hosts.length - 1] + ":80"), no.getMessage());
        assertTrue(!no.getMessage().contains("hunter2"), no.getMessage());
    }

    private void fillBook() {
        name("public.test", "8.8.8.8");
        name("other.test", "2606:4700::1111");
        name("private.test", "10.0.0.1");
        name("near.test", "127.0.0.1");
        name("mixed.test", "8.8.8.8", "10.0.0.1");
        name("cloud.test", "169.254.169.254");
    }

    @Test
    void whoAskedMayNameAPrivatePlaceAndItMayLeadToOthers() {
        fillBook();
        assertDoesNotThrow(() -> visit(pass(false), "private.test", "near.test", "public.test", "other.test"));
    }

    @Test
    void nothingPublicLeadsToAPrivatePlace() {
        fillBook();
        assertRefused(pass(false), "public.test", "private.test");
        assertRefused(pass(false), "private.test", "public.test", "near.test");
        assertRefused(pass(false), "public.test", "mixed.test");
        assertRefused(pass(false), "mixed.test", "private.test");
        assertDoesNotThrow(() -> visit(pass(false, "private.test"), "public.test", "private.test"));
        assertRefused(pass(false, "private.test"), "public.test", "private.test", "near.test");
    }

    @Test
    void anAddressNobodyChoseIsPublicOrNamed() {
        fillBook();
        assertDoesNotThrow(() -> visit(pass(true), "public.test", "other.test"));
        assertRefused(pass(true), "private.test");
        assertRefused(pass(true), "mixed.test");
        assertRefused(pass(true), "public.test", "near.test");
        assertDoesNotThrow(() -> visit(pass(true, "private.test:80"), "private.test"));
        assertRefused(pass(true, "private.test:81"), "private.test");
        assertRefused(pass(true, "private.test"), "private.test", "near.test");
    }

    @Test
    void aCloudsOwnAddressIsNotAskedUnlessTheOperatorSaysSo() {
        fillBook();
        assertRefused(pass(false), "cloud.test");
        assertRefused(pass(false), "private.test", "cloud.test");
        assertDoesNotThrow(() -> visit(pass(false, "cloud.test"), "cloud.test"));
    }

    @Test
    void aNameThatChangesItsAddressMeanwhileIsRefused() throws Exception {
        fillBook();
        Pass pass = pass(true);
        URI uri = URI.create("http://public.test/");
        pass.admit(uri);
        name("public.test", "127.0.0.1");
        assertEquals(
                Reason.REFUSED,
                assertThrows(SourceException.class, () -> pass.admitAnswer(uri)).reason());
    }

    @Test
    void aNameWithoutAddressIsUnreachable() {
        SourceException no = assertThrows(SourceException.class, () -> visit(pass(false), "nowhere.test"));
        assertEquals(Reason.UNREACHABLE, no.reason());
        assertTrue(no.getMessage().contains("nowhere.test"), no.getMessage());
    }
}

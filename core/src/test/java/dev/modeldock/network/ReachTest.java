package dev.modeldock.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private static Reach reach(String literal) {
        List<InetAddress> addresses = LiteralAddress.of(literal);
        assertEquals(1, addresses.size(), literal + " is " + addresses);
        return Reach.of(addresses.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.0.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "169.253.0.1",
                "2606:4700::1111",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2a00::1",
                "::8.8.8.8"
            })
    void isPublic(String literal) {
        assertEquals(Reach.PUBLIC, reach(literal), literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "[::1]",
                "fc00::1",
                "fdff::1",
                "fec0::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b::127.0.0.1",
                "64:ff9b:1::1",
                "2002:a00:1::1",
                "::ffff:0:10.0.0.1",
                "2001:0:1::1",
                "localhost",
                "LOCALHOST.",
                "a.localhost",
                "2130706433",
                "127.1",
                "0x7f000001",
                "0x7f.1",
                "0x7f.0.0.0x1",
                "10.1",
                "0"
            })
    void isPrivate(String literal) {
        assertEquals(Reach.PRIVATE, reach(literal), literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254", "169.254.0.1", "fe80::1", "[fe80::1%eth0]", "febf::1", "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe", "2852039166", "0xa9fea9fe", "169.254.43518", "fd00:ec2::254", "100.100.100.200",
                "168.63.129.16"
            })
    void isLinkLocalOrACloudsOwn(String literal) {
        assertEquals(Reach.LINK_LOCAL, reach(literal), literal);
    }

    @Test
    void aSpellingThatIsReadInTwoWaysGivesBoth() throws Exception {
        assertEquals(
                List.of(
                        InetAddress.getByAddress(new byte[] {10, 0, 0, 1}),
                        InetAddress.getByAddress(new byte[] {8, 0, 0, 1})),
                LiteralAddress.of("010.0.0.1"));
        assertEquals(Reach.PRIVATE, Reach.of(LiteralAddress.of("0177.0.0.1").get(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "1.2.3.4.5",
                "256.0.0.1",
                "1.2.3.256",
                "99999999999",
                "10.0.0.1.example.org",
                "0x",
                "",
                "-1",
                "cafe:8080",
                ":::",
                "fe80::1::2",
                "notlocalhost",
                "x:1",
                ".:"
            })
    void aNameIsNoAddress(String name) {
        assertTrue(LiteralAddress.of(name).isEmpty(), name);
    }
}

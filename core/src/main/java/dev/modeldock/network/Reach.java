package dev.modeldock.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** How far away an address is. */
enum Reach {
    /** Anybody's. */
    PUBLIC,
    /** Of this machine or its networks, or of no single place at all. */
    PRIVATE,
    /** Of this very wire, where clouds hand the machine's own credentials to who asks. */
    LINK_LOCAL;

    /** A block and what it is; of two that hold an address the first counts. */
    private record Block(Cidr cidr, Reach reach) {
        static Block of(String cidr, Reach reach) {
            return new Block(Cidr.of(cidr).orElseThrow(), reach);
        }
    }

    /** IPv6 blocks that only carry an IPv4 address, and at which byte. */
    private record Carrier(Cidr cidr, int at) {
        static Carrier of(String cidr, int at) {
            return new Carrier(Cidr.of(cidr).orElseThrow(), at);
        }
    }

    private static final List<Block> BLOCKS = List.of(
            Block.of("169.254.0.0/16", LINK_LOCAL),
            Block.of("fe80::/10", LINK_LOCAL),
            // Where clouds answer for the machine, though by its number the address is of another kind.
            Block.of("fd00:ec2::254/128", LINK_LOCAL),
            Block.of("100.100.100.200/32", LINK_LOCAL),
            Block.of("168.63.129.16/32", LINK_LOCAL),
            Block.of("192.0.0.192/32", LINK_LOCAL),
            Block.of("0.0.0.0/8", PRIVATE),
            Block.of("10.0.0.0/8", PRIVATE),
            Block.of("100.64.0.0/10", PRIVATE),
            Block.of("127.0.0.0/8", PRIVATE),
            Block.of("172.16.0.0/12", PRIVATE),
            Block.of("192.0.0.0/24", PRIVATE),
            Block.of("192.168.0.0/16", PRIVATE),
            Block.of("198.18.0.0/15", PRIVATE),
            // Multicast, reserved and broadcast.
            Block.of("224.0.0.0/3", PRIVATE),
            Block.of("::/128", PRIVATE),
            Block.of("::1/128", PRIVATE),
            Block.of("64:ff9b:1::/48", PRIVATE),
            Block.of("2001::/32", PRIVATE),
            Block.of("fc00::/7", PRIVATE),
            Block.of("fec0::/10", PRIVATE),
            Block.of("ff00::/8", PRIVATE));

    /** Compatible, mapped, translated, NAT64 and 6to4. */
    private static final List<Carrier> CARRIERS = List.of(
            Carrier.of("::/96", 12),
            Carrier.of("::ffff:0:0:0/96", 12),
            Carrier.of("64:ff9b::/96", 12),
            Carrier.of("2002::/16", 2));

    /** How far away it is, also when an IPv6 address only carries the IPv4 one. */
    static Reach of(InetAddress address) {
        for (Block block : BLOCKS) {
            if (block.cidr.contains(address)) {
                return block.reach;
            }
        }
        for (Carrier carrier : CARRIERS) {
            if (carrier.cidr.contains(address)) {
                return of(carried(address, carrier.at));
            }
        }
        return PUBLIC;
    }

    private static InetAddress carried(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}

package dev.modeldock.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A block of addresses: those that share the first bits with one. */
record Cidr(InetAddress first, int bits) {
    /** Read {@code 10.0.0.0/8} or a single address; empty when it is neither. */
    static Optional<Cidr> of(String text) {
        int slash = text.indexOf('/');
        List<InetAddress> found = LiteralAddress.of(slash < 0 ? text : text.substring(0, slash));
        if (found.size() != 1 || text.isEmpty() || Character.isLetter(text.charAt(0)) && text.indexOf(':') < 0) {
            return Optional.empty();
        }
        int most = found.get(0).getAddress().length * 8;
        String bits = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most
                ? Optional.of(new Cidr(found.get(0), Integer.parseInt(bits)))
                : Optional.empty();
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((mine[i / 8] & mask) != (other[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}

package dev.modeldock.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses that a host is spelled as, told without asking anybody. */
final class LiteralAddress {
    private static final Pattern V6 = Pattern.compile("[0-9a-f:][0-9a-f:.]*");
    private static final Pattern V4 =
            Pattern.compile("(0x[0-9a-f]{1,8}|[0-9]{1,11})(\\.(0x[0-9a-f]{1,8}|[0-9]{1,11})){0,3}");
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private LiteralAddress() {}

    /**
     * What the host is spelled as; empty when it is a name. Old spellings ({@code 127.1}, {@code 0x7f000001},
     * {@code 017700000001}) count, and one that programs read in two ways gives both.
     */
    static List<InetAddress> of(String host) {
        String text =
                host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "").replaceAll("%.*", "");
        try {
            if (text.equals("localhost") || text.endsWith(".localhost")) {
                return List.of(InetAddress.getByAddress(LOOPBACK));
            }
            if (text.indexOf(':') >= 0 && V6.matcher(text).matches()) {
                return List.of(InetAddress.getByName(text));
            }
            return V4.matcher(text).matches() ? v4(text.split("\\.")) : List.of();
        } catch (UnknownHostException | NumberFormatException noAddress) {
            return List.of();
        }
    }

    private static List<InetAddress> v4(String[] parts) throws UnknownHostException {
        List<InetAddress> readings = new ArrayList<>();
        for (int octal : new int[] {10, 8}) {
            InetAddress reading = reading(parts, octal);
            if (reading != null && !readings.contains(reading)) {
                readings.add(reading);
            }
        }
        return readings;
    }

    /** One address, or null: all parts but the last are a byte each, the last fills what is left. */
    private static InetAddress reading(String[] parts, int leadingZero) throws UnknownHostException {
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int bits = last ? 8 * (5 - parts.length) : 8;
            long part = number(parts[i], leadingZero);
            if (part < 0 || part >> bits != 0) {
                return null;
            }
            value = value << bits | part;
        }
        return InetAddress.getByAddress(
                new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    private static long number(String part, int leadingZero) {
        if (part.startsWith("0x")) {
            return Long.parseLong(part, 2, part.length(), 16);
        }
        boolean octal = leadingZero == 8 && part.startsWith("0") && part.length() > 1;
        return octal && !part.matches("[0-7]+") ? -1 : Long.parseLong(part, octal ? 8 : 10);
    }
}

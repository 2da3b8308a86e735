package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;
import static dev.modeldock.formats.SafetensorsHeader.quote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One tensor of a safetensors header: its shape and the range of bytes, end exclusive. */
record SafetensorsTensor(String dtype, Shape shape, long begin, long end) {
    private static final int MAX_FIELDS = 32;

    /** Its first dimensions, and what all of them multiply to. */
    record Shape(List<Long> dimensions, long scalars) {}

    /** Read {@code {"dtype":…,"shape":[…],"data_offsets":[b,e]}}, the parser standing on the name before it. */
    static SafetensorsTensor read(JsonParser parser, String name) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "the tensor " + quote(name) + " is not an object");
        String dtype = null;
        Shape shape = null;
        long[] range = null;
        List<String> seen = new ArrayList<>(3);
        String field;
        while ((field = parser.nextFieldName()) != null) {
            expect(!seen.contains(field), "the tensor " + quote(name) + " has the key " + quote(field) + " twice");
            expect(seen.size() < MAX_FIELDS, "the tensor " + quote(name) + " has more than " + MAX_FIELDS + " keys");
            seen.add(field);
            if (field.equals("dtype")) {
                expect(parser.nextToken() == JsonToken.VALUE_STRING, "the dtype of " + quote(name) + " is no string");
                dtype = parser.getText().length() > 64 ? "unknown" : parser.getText();
            } else if (field.equals("shape")) {
                shape = shape(parser, name);
            } else if (field.equals("data_offsets")) {
                range = offsets(parser, name);
            } else {
                parser.nextToken();
                parser.skipChildren();
            }
        }
        expect(
                dtype != null && shape != null && range != null,
                "the tensor " + quote(name) + " lacks its dtype, shape or data_offsets");
        return new SafetensorsTensor(dtype, shape, range[0], range[1]);
    }

    /** The bytes that the scalars take at so many bits each. */
    long bytes(int bits, String name) throws Malformed {
        try {
            long all = Math.multiplyExact(shape.scalars(), bits);
            expect(all % 8 == 0, "the tensor " + quote(name) + " does not end at a whole byte");
            return all / 8;
        } catch (ArithmeticException e) {
            throw tooLarge(name);
        }
    }

    private static Shape shape(JsonParser parser, String name) throws IOException {
        expect(parser.nextToken() == JsonToken.START_ARRAY, "the shape of " + quote(name) + " is no array");
        long scalars = 1;
        List<Long> dimensions = new ArrayList<>(4);
        try {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long dimension = whole(parser, name);
                scalars = Math.multiplyExact(scalars, dimension);
                if (dimensions.size() < Tensor.MOST_DIMENSIONS) {
                    dimensions.add(dimension);
                }
            }
        } catch (ArithmeticException e) {
            throw tooLarge(name);
        }
        return new Shape(dimensions, scalars);
    }

    private static long[] offsets(JsonParser parser, String name) throws IOException {
        String wrong = "the data_offsets of " + quote(name) + " are not two numbers, the first not above the second";
        expect(parser.nextToken() == JsonToken.START_ARRAY, wrong);
        parser.nextToken();
        long begin = whole(parser, name);
        parser.nextToken();
        long end = whole(parser, name);
        expect(parser.nextToken() == JsonToken.END_ARRAY && begin <= end, wrong);
        return new long[] {begin, end};
    }

    private static long whole(JsonParser parser, String name) throws IOException {
        expect(
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getText().charAt(0) != '-',
                "the tensor " + quote(name) + " has a number that is negative or not whole");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw tooLarge(name);
        }
        return parser.getLongValue();
    }

    private static Malformed tooLarge(String name) {
        return new Malformed("the tensor " + quote(name) + " has a number that is too large");
    }
}

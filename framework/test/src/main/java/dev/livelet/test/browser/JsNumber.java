package dev.livelet.test.browser;

import java.math.BigDecimal;

/**
 * How JavaScript shows a number (ECMA-262, Number::toString): a text slot shows what the browser
 * makes of the JSON number.
 */
final class JsNumber {
    private JsNumber() {}

    static String text(double value) {
        if (value == 0) return "0";
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = decimal.unscaledValue().abs().toString();
        int point = digits.length() - decimal.scale();
        String sign = value < 0 ? "-" : "";
        if (point > 21 || point <= -6) {
            String mantissa =
                    digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
            return sign + mantissa + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
        }
        if (point <= 0) return sign + "0." + "0".repeat(-point) + digits;
        if (point >= digits.length()) return sign + digits + "0".repeat(point - digits.length());
        return sign + digits.substring(0, point) + "." + digits.substring(point);
    }
}

package dev.livelet.diff;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations must not reach beyond their rule, whatever came before the differ. */
class StyleSheetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "color: red",
                "width: 5px; height: calc(1px + (2px * 3))",
                "content: \"a } b\"",
                "content: '\\27'",
                "grid-template: [a] 1fr [b] / auto",
                "color: red /* why } */; width: 1px",
                "background: url(\"/a.png\")"
            })
    void theseAreContained(String declarations) {
        assertTrue(StyleSheet.contained(declarations));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "color: red } body { color: blue",
                "color: red; {",
                "</style><script>",
                "content: \"</style>\"",
                "content: \"open",
                "content: 'a\nb'",
                "content: \"a\\",
                "background: url(/a.png",
                "width: calc(1px",
                "width: 1px)",
                "grid: [a)",
                "/* open",
                "color: red /* </style> */",
                "color: red\\",
                "color: \\<",
                "content: '\\<'",
                "a: b; ]"
            })
    void theseAreNot(String declarations) {
        assertFalse(StyleSheet.contained(declarations));
    }
}

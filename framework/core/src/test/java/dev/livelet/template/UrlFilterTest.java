package dev.livelet.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlFilterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    https://x.example/a?b=c#d | https://x.example/a?b=c#d
                    HTTP://X.example | HTTP://X.example
                    /a/b:c | /a/b:c
                    ?a=b:c | ?a=b:c
                    #a:b | #a:b
                    ./a:b | ./a:b
                    a/b | a/b
                    mailto:a@x.example | mailto:a@x.example
                    tel:+123 | tel:+123
                    //x.example | //x.example
                    a:b | about:invalid#livelet
                    javascript:x | about:invalid#livelet
                    data:image/png;base64,AA== | about:invalid#livelet
                    """)
    void linksGoByScheme(String address, String kept) {
        assertEquals(kept, UrlFilter.LINK.filter(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    data:image/png;base64,AA== | data:image/png;base64,AA==
                    data:image/svg+xml,<svg> | about:invalid#livelet
                    data:text/html,x | about:invalid#livelet
                    blob:https://x.example/1 | blob:https://x.example/1
                    mailto:a@x.example | about:invalid#livelet
                    """)
    void mediaMayBeData(String address, String kept) {
        assertEquals(kept, UrlFilter.MEDIA.filter(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    /a.png 1x, /b.png 2x | /a.png 1x, /b.png 2x
                    /a.png 100w,/b.png 200w | /a.png 100w, /b.png 200w
                    /a,b.png | /a,b.png
                    /a.png, /b.png | /a.png, /b.png
                    data:image/png;base64,AA== 1x, /b.png 2x | data:image/png;base64,AA== 1x, /b.png 2x
                    javascript:x 1x, /b.png 2x | /b.png 2x
                    /a.png onerror=x, /b.png 2x | /b.png 2x
                    """)
    void candidatesOfASetGoOneByOne(String set, String kept) {
        assertEquals(kept, UrlFilter.MEDIA.filterSet(set));
    }
}

/** What the rooms of the runtime share about the page. */
export const page = {
  /** @type {?} the live root */
  root: null,
  /** @type {?} its fragment, once it is bound */
  fragment: null,
  /** whether the server's patches and this page agree: after the join's answer */
  isReady: false
};

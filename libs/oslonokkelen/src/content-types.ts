/** `Content-Type` of a manifest: `GET <path>/manifest`. */
export const MANIFEST_CONTENT_TYPE = 'application/protobuf;type=manifest';

/** `Content-Type` of an answer: `POST <path>/execute`. */
export const ACTION_RESPONSE_CONTENT_TYPE = 'application/protobuf;type=action-response';

import { describe, expect, it } from '@jest/globals';
import type { ActionResponse } from './index';
import { decodeActionResponse, encodeActionResponse } from './index';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const roundTrip = (response: ActionResponse): ActionResponse => decodeActionResponse(encodeActionResponse(response));
const withLink = (url: string, name = 'Mer'): ActionResponse => ({
  status: 'SUCCESS',
  endUserMessage: { text: 'Døren er åpen', link: { url, name } },
});

describe('an action response', () => {
  it.each<[ActionResponse, string]>([
    [{ status: 'SUCCESS' }, ''],
    [{ status: 'ERROR_PERMANENT' }, '0801'],
    [{ status: 'ERROR_TEMPORARY' }, '0802'],
    [{ status: 'DENIED' }, '0803'],
    [{ status: 'SUCCESS', endUserMessage: { text: 'Hi' } }, '120822060a040a024869'],
    [{ status: 'SUCCESS', endUserMessage: { text: 'Hi', contentType: 'MARKDOWN' } }, '120a22080a060a0248691001'],
    [{ status: 'DENIED', deniedReason: { code: 'c', debugMessage: 'd' } }, '080312083206' + '0a0163120164'],
    [
      { status: 'ERROR_PERMANENT', errorDescription: { code: 'c', debugMessage: 'd', permanent: true } },
      '0801120a1a08' + '0a01631201641801',
    ],
    [{ status: 'ERROR_TEMPORARY', errorCategory: 'API_ERROR' }, '080212023800'],
    [{ status: 'ERROR_TEMPORARY', errorCategory: 'THING_ERROR' }, '080212023801'],
    [{ status: 'ERROR_TEMPORARY', errorCategory: 'NETWORK_ERROR' }, '080212023802'],
    [
      { status: 'SUCCESS', endUserMessage: { text: 'Hi', link: { url: 'http://a', name: 'b' } } },
      '121522130a040a0248691208687474703a2f2f611a0162',
    ],
    [{ status: 'SUCCESS', code: { id: 'i', code: '7' } }, '12080a060a0169120137'],
    [
      { status: 'SUCCESS', code: { id: 'i', code: '7', mustVerify: true, headerText: 'h', footerText: 'f' } },
      '12100a0e0a0169120137' + '20012a0168320166',
    ],
  ])('%j is these bytes, and back', (response, bytes) => {
    expect(hex(encodeActionResponse(response))).toBe(bytes);
    expect(decodeActionResponse(Buffer.from(bytes, 'hex'))).toEqual(response);
  });

  it('carries all at once', () => {
    const response: ActionResponse = {
      status: 'DENIED',
      endUserMessage: {
        text: 'Stengt nå. Åpner mandag kl. 11.',
        link: { url: 'https://example.org/trosterud', name: 'Åpningstider' },
      },
      deniedReason: { code: 'closed', debugMessage: 'weekly hours' },
      errorDescription: { code: 'closed', debugMessage: 'weekly hours', permanent: false },
      errorCategory: 'API_ERROR',
      code: { id: 'bod-1', code: '1234', expiresAt: new Date('2026-11-20T12:00:00Z') },
    };
    expect(roundTrip(response)).toEqual(response);
  });

  it('carries a denied reason only with DENIED', () => {
    expect(roundTrip({ status: 'SUCCESS', deniedReason: { code: 'c', debugMessage: '' } })).toEqual({
      status: 'SUCCESS',
    });
  });

  it.each([
    'javascript:alert(1)',
    'ftp://example.org',
    'mailto:a@example.org',
    'tel:22000000',
    'example.org',
    '',
    '//a',
  ])('keeps its message and loses the link "%s"', (url) => {
    expect(roundTrip(withLink(url))).toEqual({ status: 'SUCCESS', endUserMessage: { text: 'Døren er åpen' } });
  });

  it.each([
    ['Trosterud stasjon 12', 'Trosterud stasjon 12'],
    ['Trosterud stasjon 123', 'Trosterud stasjon 1…'],
    ['Trosterud stasjon 🚪🚪', 'Trosterud stasjon …'],
    ['', ''],
  ])('shows the link name "%s" as "%s"', (name, shown) => {
    expect(shown.length).toBeLessThanOrEqual(20);
    expect(roundTrip(withLink('https://example.org', name)).endUserMessage?.link?.name).toBe(shown);
  });

  it.each([
    ['an unknown status', '0807', /unknown status 7/],
    ['cut short', '1208', /./],
    ['no protobuf', 'ffffffffffffffffffffff', /./],
  ])('is refused when it is %s', (_, bytes, message) => {
    expect(() => decodeActionResponse(Buffer.from(bytes, 'hex'))).toThrow(message);
  });

  it('may carry attachments and fields that nobody knows here', () => {
    const personalNumber = '12052a030a0161';
    const unknownField = 'f80601';
    expect(decodeActionResponse(Buffer.from(`0803${personalNumber}${unknownField}`, 'hex'))).toEqual({
      status: 'DENIED',
    });
  });
});

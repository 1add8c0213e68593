import { describe, expect, it } from '@jest/globals';
import { faultIn, isEncrypted, placeIn, withoutSecrets } from './kurrentdb-url.js';

describe('a connection string of KurrentDB', () => {
  it.each([
    'kurrentdb://localhost',
    'kurrentdb://127.0.0.1:2113?tls=false',
    'kurrentdb://remit:s3cret@one:2113,two:2113,three:2113?tls=true&tlsCAFile=/certificates/ca.crt',
    'kurrentdb+discover://remit:p%40ss%3Aword@cluster.example.org:2113/?tlsCAFile=%2Fca.crt&nodePreference=leader',
    'kurrentdb://one?defaultDeadline=5000&keepAliveInterval=10000&connectionName=remit-1&userCertFile=a&userKeyFile=b',
    'kurrentdb://one?TLS=true&tls_verify_cert=true',
  ])('is taken: %s', (text) => {
    expect(faultIn(text)).toBeUndefined();
  });

  it.each([
    ['another scheme', 'http://remit:s3cret@one:2113'],
    ['no scheme', 'remit:s3cret@one:2113'],
    ['no host', 'kurrentdb://remit:s3cret@'],
    ['a port that is none', 'kurrentdb://remit:s3cret@one:s3cret'],
    ['a password with a colon', 'kurrentdb://remit:s3cret:s3cret@one:2113'],
    ['a password with an at sign', 'kurrentdb://remit:s3cret@s3cret@one:2113'],
    ['a password with a question mark', 'kurrentdb://remit:s3cret?s3cret@one:2113'],
    ['a password with a percent sign that begins nothing', 'kurrentdb://remit:s3cret%@one:2113'],
    ['an option nobody knows', 'kurrentdb://remit:s3cret@one:2113?colour=s3cret'],
    ['an option that is no word', 'kurrentdb://remit:s3cret@one:2113?s3cret%2F@=1'],
    ['an option without a value', 'kurrentdb://remit:s3cret@one:2113?tls'],
    ['an option with a wrong value', 'kurrentdb://remit:s3cret@one:2113?tls=s3cret'],
    ['options begun twice', 'kurrentdb://remit:s3cret@one:2113?tls=true?s3cret=1'],
  ])('is refused for %s, in words that repeat nothing secret', (_, text) => {
    expect(faultIn(text)).toMatch(/^a connection string, kurrentdb:\/\/USER:PASSWORD@HOST/);
    expect(faultIn(text)).not.toContain('s3cret');
  });

  it('is encrypted unless it says otherwise', () => {
    expect(isEncrypted('kurrentdb://one')).toBe(true);
    expect(isEncrypted('kurrentdb://one?tls=true&tlsVerifyCert=true')).toBe(true);
    expect(isEncrypted('kurrentdb://one?tls=false')).toBe(false);
    expect(isEncrypted('kurrentdb://one?Tls_Verify-Cert=false')).toBe(false);
  });

  it('is taken out of messages, and so is its password, as it is written and as it is meant', () => {
    const text = 'kurrentdb://remit:p%40ss@one:2113';
    const message = `Unexpected "p%40ss" in ${text}: p@ss at one:2113`;
    expect(withoutSecrets(message, text)).toBe('Unexpected "…" in …: … at one:2113');
    expect(withoutSecrets('Nothing to hide', 'kurrentdb://one:2113')).toBe('Nothing to hide');
    expect(withoutSecrets('Nothing to hide', '')).toBe('Nothing to hide');
  });

  it('is named by its servers alone', () => {
    expect(placeIn('kurrentdb+discover://remit:s3cret@one:2113,two:2113/?tlsCAFile=/ca.crt')).toBe(
      'kurrentdb+discover://one:2113,two:2113',
    );
    expect(placeIn('kurrentdb://one')).toBe('kurrentdb://one');
  });
});

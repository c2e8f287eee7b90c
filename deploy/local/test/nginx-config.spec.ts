import { describe, expect, it } from 'vitest';
import { renderNginxConfig } from '../servers/nginx-config.mjs';

const usual = {
  dir: '/home/me/.lastseat/nginx',
  errorLog: '/home/me/.lastseat/logs/nginx.log',
  listen: '127.0.0.1:8000',
  alsoListens: [] as string[],
  booking: ['127.0.0.1:8101', '127.0.0.1:8102'],
  inventory: '127.0.0.1:8200',
  payments: '127.0.0.1:8300',
  asRoot: false,
  leftOut: [] as string[],
  profile: 'lab' as const,
};

describe('the settings of nginx', () => {
  it('have every word filled in', () => {
    expect(renderNginxConfig(usual)).not.toMatch(/\{\{|\}\}/);
  });

  it('name every replica, and none of them can be shut out by a failure', () => {
    const servers = renderNginxConfig(usual).match(/server 127\.0\.0\.1:810\d .*;/g);
    expect(servers).toEqual(['server 127.0.0.1:8101 max_fails=0;', 'server 127.0.0.1:8102 max_fails=0;']);
  });

  it('show customers the page to pay on, and nothing else of the provider', () => {
    const config = renderNginxConfig(usual);
    expect(config).toContain('server 127.0.0.1:8300 max_fails=0;');
    const passedOn = [...config.matchAll(/location ([^{]+) {\s+proxy_pass http:\/\/payments;/g)];
    expect(passedOn.map(([, place]) => place)).toEqual(['/pay/']);
  });

  it('name every address', () => {
    const alsoListens = ['127.0.0.1:8080', '[::1]:8080'];
    const listens = renderNginxConfig({ ...usual, alsoListens }).match(/(?<=listen ).*(?= backlog)/g);
    expect(listens).toEqual(['127.0.0.1:8000', ...alsoListens]);
  });

  it('never repeat a POST that was sent', () => {
    expect(renderNginxConfig(usual)).toMatch(/^\s*proxy_next_upstream error timeout;$/m);
  });

  it('keep the workers of root able to write', () => {
    expect(renderNginxConfig({ ...usual, asRoot: true })).toMatch(/^user root root;$/m);
    expect(renderNginxConfig(usual)).not.toMatch(/^user /m);
  });

  it('move the folders of modules that are there, and name no module that is not', () => {
    expect(renderNginxConfig(usual)).toContain('uwsgi_temp_path /home/me/.lastseat/nginx/uwsgi;');
    expect(renderNginxConfig({ ...usual, leftOut: ['uwsgi'] })).not.toContain('uwsgi_temp_path');
  });
});

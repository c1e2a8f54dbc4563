/** Rules as a person writes them. */
export const RULES = `
sender: http://127.0.0.1:9/messages
zone: Asia/Shanghai
limits:
  - { name: week, at_most: 1, within: 7d }
  - { name: month, at_most: 2, within: 30d, when: { contact.member_tier: silver } }
rules:
  - name: dine_in_gold
    survey: dine-in-gold
    on: { table: payment, touchpoint: dine_in_pay }
    segment: { contact.member_tier: [gold, black], amount: { min: 500 } }
    via: [wechat, sms]
  - name: dine_in
    survey: dine-in
    on: { table: payment, touchpoint: dine_in_pay }
    segment: { amount: { min: 20 } }
    share: 0.3
    delay: 20m
    via: [wechat, sms]
    quiet: { from: "21:30", to: "09:00", zone: Asia/Shanghai }
`.trimStart();
